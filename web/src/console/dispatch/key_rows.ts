// What the command centre does for a key, and its key help, in the order of a day: move, open, pick, send.
import { type KeyRow, leave_rows, move_rows, send_row } from '../keys/key_rows'
import { t as key_word } from '../keys/words'
import type { KeyAction } from '../keys/shortcuts'
import { t } from './words'

export const dispatch_actions = [
  'next',
  'previous',
  'first',
  'last',
  'open',
  'filter',
  'palette',
  'leave',
  'help',
] as const satisfies readonly KeyAction[]
export type DispatchAction = (typeof dispatch_actions)[number]
export const is_for_dispatch = (action: KeyAction | null): action is DispatchAction =>
  dispatch_actions.some((each) => each === action)

export const dispatch_key_rows = (): KeyRow[] => [
  ...move_rows(),
  { keys: '1…9', does: t('keys.pick') },
  { keys: '/', does: key_word('palette.title'), letters: true, asks: ['filter'] },
  { keys: 'Ctrl K', does: key_word('palette.title'), asks: ['palette'] },
  send_row(),
  { keys: 'PgUp PgDn', does: t('keys.map') },
  ...leave_rows(),
]
