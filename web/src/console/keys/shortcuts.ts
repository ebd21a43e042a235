// Keys of the desk, some of which are the command centre's, too. Law: a single letter is never a command while somebody
// types, also not while a Chinese input method composes, and never with the shortcuts switched off (WCAG 2.1.4).

export const letter_actions = {
  j: 'next',
  k: 'previous',
  x: 'choose',
  a: 'report_in',
  s: 'arrive',
  h: 'handle',
  r: 'return',
  e: 'extend',
  t: 'note',
  u: 'undo',
  '/': 'filter',
  '?': 'help',
} as const

export type KeyAction =
  | (typeof letter_actions)[keyof typeof letter_actions]
  | 'open'
  | 'peek'
  | 'leave'
  | 'first'
  | 'last'
  | 'palette'
  | `queue_${1 | 2 | 3 | 4 | 5 | 6}`

export interface Pressed {
  key: string
  keyCode: number
  isComposing: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  repeat: boolean
}

// Where the key was pressed: a list moves by arrows, a field and a dialog keep their keys, a button its Enter and
// Space; nowhere: on a page that was just opened, and what is meant then is its list.
export type Where = 'field' | 'dialog' | 'list' | 'control' | 'page' | 'nowhere'

const list_actions: Record<string, KeyAction> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Enter: 'open',
  ' ': 'peek',
  Home: 'first',
  End: 'last',
}
const after_g_ms = 1_500
const moves: readonly KeyAction[] = ['next', 'previous']

export function where_of(target: EventTarget | null, dialog_open: boolean): Where {
  if (!(target instanceof HTMLElement)) return dialog_open ? 'dialog' : 'page'
  // Also of its fields: no page behind it hears an Escape.
  if (dialog_open || target.closest('dialog')) return 'dialog'
  if (target.closest('input, textarea, select') || target.isContentEditable) return 'field'
  if (target.closest('[role=listbox]')) return 'list'
  if (target === document.body) return 'nowhere'
  return target.closest('button, a, summary') ? 'control' : 'page'
}

// Reads keys one after another: `g` waits for the number of a queue.
export class KeyReader {
  private g_at_ms = -Infinity

  constructor(private readonly letters_on: () => boolean) {}

  read(key: Pressed, where: Where, now_ms: number): KeyAction | null {
    if (key.isComposing || key.keyCode === 229) return null
    const with_command = key.ctrlKey || key.metaKey
    if (with_command && !key.altKey && key.key.toLowerCase() === 'k') return 'palette'
    if (with_command || key.altKey || where === 'field' || where === 'dialog') return null
    if (key.key === 'Escape') return 'leave'
    const moved = where === 'list' || where === 'nowhere' ? list_actions[key.key] : undefined
    if (moved) return moved
    if (where === 'page' && (key.key === 'Enter' || key.key === ' ')) return list_actions[key.key] ?? null
    return this.letters_on() ? this.read_letter(key, now_ms) : null
  }

  private read_letter(key: Pressed, now_ms: number): KeyAction | null {
    const letter = key.key.toLowerCase()
    const after_g = now_ms - this.g_at_ms < after_g_ms
    this.g_at_ms = letter === 'g' ? now_ms : -Infinity
    if (after_g && /^[1-6]$/.test(letter)) return `queue_${Number(letter) as 1 | 2 | 3 | 4 | 5 | 6}`
    const action = letter in letter_actions ? letter_actions[letter as keyof typeof letter_actions] : null
    // A key that is held down moves on, and commands once.
    return action && key.repeat && !moves.includes(action) ? null : action
  }
}

const too_soon_ms = 600

// Law: one press acts on one whistle. The same key again, before anybody can have read what has come under the cursor,
// was meant for what went from there.
export class SecondPress {
  private last = { action: '', on: '', at_ms: -Infinity }

  // on: what the cursor is on. left: what went from under it.
  is_stray(action: KeyAction, on: string, left: string, now_ms: number): boolean {
    const { last } = this
    const moved = left !== '' && left !== on && left === last.on
    const stray = moved && action === last.action && now_ms - last.at_ms < too_soon_ms
    this.last = { action, on: stray ? last.on : on, at_ms: now_ms }
    return stray
  }
}
