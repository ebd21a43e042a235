// Short answers at the edge of the screen: what happened, and the one thing that can be done about it.
import { onScopeDispose, shallowRef } from 'vue'

export interface Toast {
  id: number
  text: string
  wrong: boolean
  lasting?: boolean // what nothing else on the page leads to
  about?: string // takes the place of what was said about the same
  act?: { name: string; run: () => void; undoes?: boolean }
}

const shown_max = 4
const lasts_ms = 5_000
const wrong_lasts_ms = 15_000
const longest_ms = 60_000

export function use_toasts() {
  const toasts = shallowRef<Toast[]>([])
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  let last = 0

  function close(id: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
    toasts.value = toasts.value.filter((each) => each.id !== id)
  }
  function show(text: string, more: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
    last += 1
    const made: Toast = { id: last, text, wrong: false, ...more }
    for (const old of toasts.value) if (made.about && old.about === made.about) close(old.id)
    for (const old of toasts.value.slice(0, Math.max(0, toasts.value.length - shown_max + 1))) close(old.id)
    toasts.value = [...toasts.value, made]
    timers.set(
      made.id,
      setTimeout(() => close(made.id), made.lasting ? longest_ms : made.wrong ? wrong_lasts_ms : lasts_ms),
    )
    return made.id
  }
  // The newest that can be undone; whether there was one.
  function undo_last(): boolean {
    const found = [...toasts.value].reverse().find((each) => each.act?.undoes)
    if (!found) return false
    close(found.id)
    found.act?.run()
    return true
  }
  onScopeDispose(() => timers.forEach((timer) => clearTimeout(timer)))
  return { toasts, show, close, undo_last }
}
