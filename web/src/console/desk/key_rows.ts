// What the key help lists, in the order of a day: move, open, act.
import { act_keys, acts } from './acts'
import { t } from './words'

type KeyRow = readonly [keys: string, does: string]

const move_rows = (): KeyRow[] => [
  ['J K', t('keys.move')],
  ['Home End', t('keys.ends')],
  ['Enter', t('keys.open')],
]

export const desk_key_rows = (): KeyRow[] => [
  ...move_rows(),
  [t('keys.space'), t('keys.peek')],
  ['X', t('keys.choose')],
  ['Ctrl / Shift', t('keys.range')],
  ...acts.flatMap((act): KeyRow[] => {
    const key = act_keys[act]
    return key ? [[key, t(`act.${act}`)]] : []
  }),
  ['Ctrl Enter', t('keys.send')],
  ['U', t('keys.undo')],
  ['/', t('keys.filter')],
  ['G 1…6', t('keys.queues')],
  ['Ctrl K', t('keys.palette')],
  ['Esc', t('keys.leave')],
  ['?', t('keys.help')],
]

export const dispatch_key_rows = (): KeyRow[] => [
  ...move_rows(),
  ['1…9', t('keys.pick')],
  ['/ Ctrl K', t('palette.title')],
  ['Ctrl Enter', t('keys.send')],
  ['PgUp PgDn', t('keys.map')],
  ['Esc', t('keys.leave')],
  ['?', t('keys.help')],
]
