// What the key help of the desk lists, in the order of a day: move, open, act.
import { type KeyRow, leave_rows, move_rows, send_row } from '../keys/key_rows'
import type { KeyAction } from '../keys/shortcuts'
import { act_keys, acts } from './acts'
import { queues } from './queues'
import { t } from './words'

const act_rows = (): KeyRow[] =>
  acts.flatMap((act): KeyRow[] => {
    const keys = act_keys[act]
    return keys ? [{ keys, does: t(`act.${act}`), letters: true, asks: [act as KeyAction] }] : []
  })

export const desk_key_rows = (): KeyRow[] => [
  ...move_rows(),
  { keys: t('keys.space'), does: t('keys.peek'), asks: ['peek'] },
  { keys: 'X', does: t('keys.choose'), letters: true, asks: ['choose'] },
  { keys: 'Ctrl / Shift', does: t('keys.range') },
  ...act_rows(),
  send_row(),
  { keys: 'U', does: t('keys.undo'), letters: true, asks: ['undo'] },
  { keys: '/', does: t('keys.filter'), letters: true, asks: ['filter'] },
  {
    keys: `G 1…${queues.length}`,
    does: t('keys.queues'),
    letters: true,
    asks: ['queue_1', 'queue_2', 'queue_3', 'queue_4', 'queue_5', 'queue_6'],
  },
  { keys: 'Ctrl K', does: t('keys.palette'), asks: ['palette'] },
  ...leave_rows(),
]
