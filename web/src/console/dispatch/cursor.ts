// The row that keys act on: it stays with its whistle while rows come and go, and moves to the nearest when that one
// has gone.
import { computed, ref, watch } from 'vue'

export interface Pressed {
  key: string
  isComposing: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
}

const moves: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  j: (at, count) => Math.min(at + 1, count - 1),
  k: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

export function use_cursor(ids: () => readonly string[], letters: () => boolean) {
  const id = ref('')
  let last_at = 0
  const at = computed(() => ids().indexOf(id.value))
  watch(
    [ids, at],
    ([all, now_at]) => {
      if (now_at >= 0) last_at = now_at
      else id.value = all[Math.min(last_at, all.length - 1)] ?? ''
    },
    { immediate: true },
  )

  // True: the key was one of the list's own.
  function press(event: Pressed): boolean {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false
    const move = moves[event.key]
    if (!move || (event.key.length === 1 && !letters())) return false
    const count = ids().length
    if (count > 0) id.value = ids()[move(Math.max(at.value, 0), count)] ?? ''
    return true
  }
  return { id, press }
}
