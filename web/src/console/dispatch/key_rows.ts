// What the key help of the command centre lists, in the order of a day: move, open, pick, send.
import { type KeyRow, leave_rows, move_rows, send_row } from '../keys/key_rows'
import { t as key_word } from '../keys/words'
import { t } from './words'

export const dispatch_key_rows = (): KeyRow[] => [
  ...move_rows(),
  ['1…9', t('keys.pick')],
  ['/ Ctrl K', key_word('palette.title')],
  send_row(),
  ['PgUp PgDn', t('keys.map')],
  ...leave_rows(),
]
