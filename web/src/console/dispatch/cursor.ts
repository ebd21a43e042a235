// Keys of a list of the command centre.
import { use_row_cursor } from '../queue/row_cursor'

export interface Pressed {
  key: string
  isComposing: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
}

// What a list, or a pane around one, does for keys that were not pressed in it.
export interface ListKeys {
  focus: () => void
  take: (event: KeyboardEvent) => void
}

const moves: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  j: (at) => at + 1,
  k: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}

export function use_cursor(rows: () => readonly { id: string }[], letters: () => boolean) {
  const { id, left, go, move } = use_row_cursor(rows)

  // True: the key was one of the list's own.
  function press(event: Pressed): boolean {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false
    const where = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!where || (event.key.length === 1 && !letters())) return false
    move(where)
    return true
  }
  // What a list does with a key: moves, or opens what the cursor is on.
  function pressed(event: KeyboardEvent, open: (id: string) => void): void {
    if (press(event)) event.preventDefault()
    else if (event.key === 'Enter' && id.value !== '' && !event.isComposing) {
      event.preventDefault()
      open(id.value)
    }
  }
  return { id, left, go, press, pressed }
}
