// What one browser keeps for one user: how he wants his room, and the answers he gives often.
import { ref, type Ref, watch } from 'vue'
import { session } from '../api/session'

// Of this user, in this browser. What cannot be read, or is no longer what it was, counts as not kept.
export function use_kept<Value>(name: string, otherwise: Value, fits: (found: unknown) => found is Value): Ref<Value> {
  const key = `gridwhistle.${name}.${session.value?.user ?? ''}`
  const kept = ref(read_kept(key, otherwise, fits)) as Ref<Value>
  watch(kept, (value) => write_kept(key, value), { deep: true })
  return kept
}

function read_kept<Value>(key: string, otherwise: Value, fits: (found: unknown) => found is Value): Value {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return fits(found) ? found : otherwise
  } catch {
    return otherwise
  }
}

function write_kept(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // forbidden or full: it lasts for this page
  }
}

export const is_flag = (found: unknown): found is boolean => typeof found === 'boolean'
export const is_texts = (found: unknown): found is string[] =>
  Array.isArray(found) && found.every((each) => typeof each === 'string')
