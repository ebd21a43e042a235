// What was typed and not sent: kept for each whistle and act until it is sent, also when a dialog is closed by mistake.
import { reactive } from 'vue'
import { type Act, type Draft, empty_draft } from './acts'

const kept_max = 50
const kept = new Map<string, Draft>()

export function draft_for(id: string, act: Act): Draft {
  const key = `${id} ${act}`
  const found = kept.get(key) ?? reactive(empty_draft())
  kept.delete(key)
  kept.set(key, found)
  const oldest = kept.keys().next().value
  if (kept.size > kept_max && oldest !== undefined) kept.delete(oldest)
  return found
}

export const drop_draft = (id: string, act: Act): void => void kept.delete(`${id} ${act}`)
