// What the key help of every room lists: at its beginning how one moves, at its end how one leaves. Law: a room lists
// what it does for a key, and nothing else (tests/web/unit/keys/key_rows.test.ts).
import type { KeyAction } from './shortcuts'
import { t } from './words'

export interface KeyRow {
  keys: string // one behind the other; what is held or pressed together has its own row
  does: string
  letters?: true // no key where single letters are switched off
  asks?: readonly KeyAction[] // of the page; none: of the list, the map or the form that has the focus
}

export const move_rows = (): KeyRow[] => [
  { keys: 'J K', does: t('keys.move'), letters: true, asks: ['next', 'previous'] },
  { keys: '↓ ↑', does: t('keys.move_list'), asks: ['next', 'previous'] },
  { keys: 'Home End', does: t('keys.ends'), asks: ['first', 'last'] },
  { keys: 'Enter', does: t('keys.open'), asks: ['open'] },
]

export const send_row = (): KeyRow => ({ keys: 'Ctrl Enter', does: t('keys.send') })

export const leave_rows = (): KeyRow[] => [
  { keys: 'Esc', does: t('keys.leave'), asks: ['leave'] },
  { keys: '?', does: t('keys.help'), letters: true, asks: ['help'] },
]

export const rows_that_work = (rows: readonly KeyRow[], letters: boolean): KeyRow[] =>
  rows.filter((each) => letters || !each.letters)
