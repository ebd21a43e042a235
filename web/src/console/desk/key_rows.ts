// What the key help of the desk lists, in the order of a day: move, open, act.
import { type KeyRow, leave_rows, move_rows, send_row } from '../keys/key_rows'
import { act_keys, acts } from './acts'
import { t } from './words'

export const desk_key_rows = (): KeyRow[] => [
  ...move_rows(),
  [t('keys.space'), t('keys.peek')],
  ['X', t('keys.choose')],
  ['Ctrl / Shift', t('keys.range')],
  ...acts.flatMap((act): KeyRow[] => {
    const key = act_keys[act]
    return key ? [[key, t(`act.${act}`)]] : []
  }),
  send_row(),
  ['U', t('keys.undo')],
  ['/', t('keys.filter')],
  ['G 1…6', t('keys.queues')],
  ['Ctrl K', t('keys.palette')],
  ...leave_rows(),
]
