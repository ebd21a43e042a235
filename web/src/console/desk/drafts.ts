// What was typed and not sent: kept for each whistle and act until it is sent, also when a dialog is closed by mistake or
// the page is loaded anew. Of one user, and for as long as this tab lives.
import { reactive, watch } from 'vue'
import { session } from '../../api/session'
import { type Act, type Draft, empty_draft } from './acts'

const kept_max = 50
const kept = reactive(new Map<string, Draft>())
const storage_key = (): string => `gridwhistle.drafts.${session.value?.user ?? ''}`

function read_kept(): void {
  kept.clear()
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(storage_key()) ?? '[]')
    for (const [key, draft] of Array.isArray(found) ? found : []) kept.set(key, { ...empty_draft(), ...draft })
  } catch {
    // forbidden, or no longer what it was: nothing was kept
  }
}
function write_kept(): void {
  try {
    sessionStorage.setItem(storage_key(), JSON.stringify([...kept]))
  } catch {
    // forbidden or full: it lasts for this page
  }
}
watch(() => session.value?.user, read_kept, { immediate: true, flush: 'sync' })
watch(kept, write_kept, { deep: true })

export function draft_for(id: string, act: Act): Draft {
  const key = `${id} ${act}`
  const found = kept.get(key) ?? empty_draft()
  kept.delete(key)
  kept.set(key, found)
  const oldest = kept.keys().next().value
  if (kept.size > kept_max && oldest !== undefined) kept.delete(oldest)
  return kept.get(key) ?? found
}

export const drop_draft = (id: string, act: Act): void => void kept.delete(`${id} ${act}`)
