// The report page's logic: one draft, its place, its matter. Everything typed is kept at once; what the phone found by
// itself (the place) is kept with the first thing a person did, so that a look at the page leaves no draft behind.
import { computed, ref, shallowRef } from 'vue'
import { pack_names } from '../../api/pack'
import { ask_to_stay, send_said } from '../app'
import { grounds } from '../city'
import { identity } from '../identity'
import { drop_item, find_item, load_box } from '../outbox/box'
import {
  is_being_written,
  is_open,
  is_report,
  type Kind,
  type OutboxItem,
  type Place,
  type ReportDraft,
  type ReportItem,
} from '../outbox/items'
import { apart, apart_words, is_nowhere } from '../place/apart'
import { locate } from '../place/area_map'
import { on_map, type Point } from '../place/datum'
import { type Fix, place_of } from '../place/location'
import { is_full } from '../store'
import { t } from '../words'
import { Keeper, new_report, put_in_queue, remember_matter } from './drafts'

const rough_m = 50
const pin_exact_m = 5
const datum = (): string => pack_names()?.datum ?? ''

// Who may blow what (docs/permissions.md); any other kind would go to a desk.
export function kinds_of(role: string): Kind[] {
  if (role === 'grid_worker') return ['routine', 'emergency']
  if (role === 'clerk') return ['emergency']
  return ['routine', 'joint', 'key', 'emergency']
}

function begin(id: string): ReportItem | null {
  const found = find_item(id)
  if (found) return is_report(found) && found.state !== 'received' ? found : null
  if (id !== 'new') return null
  const made = new_report(identity.value?.user ?? '', identity.value?.area ?? '')
  if (!is_report(made)) return null
  made.said.kind = kinds_of(identity.value?.role ?? '')[0] ?? 'routine'
  return made
}

export function use_report(id: string) {
  const item = shallowRef<ReportItem | null>(begin(id))
  const keeper = new Keeper()
  const touched = ref(id !== 'new')
  const state = ref<'none' | 'kept' | 'failed'>(id === 'new' ? 'none' : 'kept')
  const trouble = ref('')
  let left = false // sent, dropped or gone from: a place that is found after it must not write the draft anew
  const draft = computed(() => item.value?.said ?? null)
  const may_change = computed(() => item.value !== null && is_being_written(item.value))
  const wide = computed(() => draft.value?.place_by === 'device' && (draft.value.place?.accuracy_m ?? 0) > rough_m)
  // Somebody else's grid, also where it was chosen by its name.
  const outside = computed(() => {
    const area = draft.value?.area ?? ''
    return area !== '' && !area.startsWith(identity.value?.area ?? '') ? area : ''
  })

  const nowhere = computed(() => draft.value !== null && is_nowhere(draft.value, grounds.value, datum()))

  async function keep(next: OutboxItem): Promise<boolean> {
    state.value = 'none' // what was typed since is not kept yet
    try {
      const kept = await keeper.keep(next)
      if (!kept) item.value = begin(next.id) // sent meanwhile, from another page: it can be read, and is changed no more
      state.value = 'kept'
      trouble.value = ''
      return kept
    } catch (thrown) {
      state.value = 'failed'
      if (!is_full(thrown)) throw thrown
      trouble.value = t('report.full')
      return false
    }
  }

  async function touch(): Promise<void> {
    if (touched.value || !item.value) return
    touched.value = true
    // A reload finds the draft; the page stays as it is.
    history.replaceState(null, '', `#/report/${item.value.id}`)
    await keep(item.value)
  }

  function found(part: Partial<ReportDraft>): void {
    if (!item.value || left) return
    item.value = { ...item.value, said: { ...item.value.said, ...part } }
    if (touched.value) void keep(item.value)
  }

  function change(part: Partial<ReportDraft>): void {
    found(part)
    void touch()
  }

  // Where the circle reaches one's own grid, it is there: who walks a grid stands in it.
  function area_at(point: Point, accuracy_m: number): string {
    const own = identity.value?.area ?? ''
    const there = locate(grounds.value, on_map(point, datum()), accuracy_m)
    return [there.area, ...there.beside].find((each) => each !== '' && each.startsWith(own)) ?? there.area
  }

  // What was begun somewhere else stays there, until its author has the place asked for again.
  const was_elsewhere = (fix: Fix): boolean =>
    id !== 'new' && draft.value?.place_by === 'device' && apart(draft.value, fix, [], datum())?.what === 'kept'

  function take_fix(fix: Fix): void {
    if (!draft.value || draft.value.place_by === 'pin' || was_elsewhere(fix)) return
    const place = place_of(fix, fix.accuracy_m, 'wgs84')
    const area = draft.value.area_by_hand ? draft.value.area : area_at(fix, fix.accuracy_m) || draft.value.area
    found({ place, place_by: 'device', area })
  }

  // A pin is set on the pack's map, so it is in the pack's datum.
  function take_pin(point: Point): void {
    const there = locate(grounds.value, point, 0)
    const area = there.area || (draft.value?.area ?? '')
    const crs = (datum() || 'wgs84') as Place['crs']
    change({ place: place_of(point, pin_exact_m, crs), place_by: 'pin', area, area_by_hand: false })
  }

  function apart_from(fix: Fix | null): string {
    const found = draft.value && apart(draft.value, fix, grounds.value, datum())
    return found ? apart_words(found, fix) : ''
  }

  // True: it is in the queue on the disk.
  async function send(photos: number): Promise<boolean> {
    const now = item.value
    if (!now) return false
    if (photos === 0 && !now.said.matter && now.said.text.trim() === '') {
      trouble.value = t('report.nothing')
      return false
    }
    left = true
    if (!(await keep(put_in_queue(now)))) {
      left = false
      return false
    }
    if (now.said.matter) await remember_matter(now.user, now.said.matter).catch(() => undefined) // a convenience
    void ask_to_stay().catch(() => undefined)
    send_said(now.id)
    return true
  }

  async function drop(): Promise<void> {
    left = true
    if (item.value) await drop_item(item.value.id, is_open)
    await load_box()
  }

  function leave(): void {
    left = true
  }

  return {
    item,
    draft,
    state,
    trouble,
    may_change,
    wide,
    outside,
    nowhere,
    apart_from,
    change,
    touch,
    take_fix,
    take_pin,
    send,
    drop,
    leave,
  }
}
