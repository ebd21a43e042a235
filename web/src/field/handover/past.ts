// What happened lately to what is handed over: from this phone, and read anew where the list knows of more.
import { type Ref, shallowRef, watch } from 'vue'
import { session } from '../../api/session'
import { take_fault } from '../app'
import type { InboxItem } from '../city'
import type { Step } from '../tasks/steps'
import { kept_past, read_past } from '../views'

const looked_at_max = 60 // whistles: more than one shift leaves
export const told_steps = 3 // of each, the latest

async function latest_of({ whistle_id, version }: InboxItem): Promise<Step[]> {
  const here = await kept_past(whistle_id)
  const past = session.value && (here?.version ?? 0) < version ? (await read_past(whistle_id)).past : here
  return (past?.steps ?? []).slice(0, told_steps)
}

export function use_latest_steps(items: () => readonly InboxItem[]): Ref<ReadonlyMap<string, Step[]>> {
  const found = shallowRef<ReadonlyMap<string, Step[]>>(new Map())
  let newest = 0
  watch(
    [() => items().map((each) => `${each.whistle_id} ${each.version}`).join(), session],
    async () => {
      newest += 1
      const mine = newest
      for (const each of items().slice(0, looked_at_max)) {
        try {
          const steps = await latest_of(each)
          if (mine !== newest) return
          found.value = new Map([...found.value, [each.whistle_id, steps]])
        } catch (thrown) {
          take_fault(thrown) // the next one may be here
        }
      }
    },
    { immediate: true },
  )
  return found
}
