// What the key help of every room lists: at its beginning how one moves, at its end how one leaves.
import { t } from './words'

export type KeyRow = readonly [keys: string, does: string]

export const move_rows = (): KeyRow[] => [
  ['J K', t('keys.move')],
  ['Home End', t('keys.ends')],
  ['Enter', t('keys.open')],
]

export const send_row = (): KeyRow => ['Ctrl Enter', t('keys.send')]

export const leave_rows = (): KeyRow[] => [
  ['Esc', t('keys.leave')],
  ['?', t('keys.help')],
]
