// What waits for this person: to verify, to answer; and what of it is said already and waits in the outbox.
import { computed } from 'vue'
import { city, type InboxItem } from '../city'
import { identity } from '../identity'
import { outbox } from '../outbox/box'
import { is_waiting } from '../outbox/items'

// Said, and not yet received, or received a moment ago and still in the list that was read before.
const said = (whistle_id: string, command: string, version: number): boolean =>
  outbox.value.some(
    (each) =>
      each.whistle_id === whistle_id &&
      each.command === command &&
      (is_waiting(each) || (each.state === 'received' && each.seen_version >= version)),
  )

// Nothing limits it.
export const waits_longest_first = (one: InboxItem, other: InboxItem): number =>
  one.waits_since_ms - other.waits_since_ms || one.raised_at_ms - other.raised_at_ms

// Where he walks, and where his own report was joined to.
const around = computed((): InboxItem[] => {
  const all = [...(city.value.area_open.value ?? []), ...(city.value.mine.value ?? [])]
  return [...new Map(all.map((each) => [each.whistle_id, each])).values()]
})

const to_verify = computed(() =>
  around.value
    .filter((each) => each.stage === 'handled' && !said(each.whistle_id, 'verify', each.version))
    .sort(waits_longest_first),
)

// Named on the roster: theirs first. Who else walks here may, when they cannot.
export const verify_mine = computed(() => to_verify.value.filter((each) => each.verifier === identity.value?.user))
export const verify_area = computed(() => to_verify.value.filter((each) => each.verifier !== identity.value?.user))

export const questions = computed(() =>
  (city.value.mine.value ?? []).filter((each) => each.question !== '' && !said(each.whistle_id, 'note', each.version)),
)

export const find_open = (id: string): InboxItem | null =>
  around.value.find((each) => each.whistle_id === id) ?? null
