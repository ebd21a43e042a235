// The key help of a room against what the room does: no key is listed that asks for nothing there, and none left out.
import { expect, test } from 'vitest'
import { desk_key_rows } from '../../../../web/src/console/desk/key_rows'
import { dispatch_actions, dispatch_key_rows } from '../../../../web/src/console/dispatch/key_rows'
import { type KeyRow, rows_that_work } from '../../../../web/src/console/keys/key_rows'
import { type KeyAction, KeyReader, letter_actions, type Where } from '../../../../web/src/console/keys/shortcuts'
import '../in_chinese'

const numbers = [1, 2, 3, 4, 5, 6] as const
// Every action that the desk's table of handlers has: the type of that table holds it to all of them.
const desk_actions: KeyAction[] = [
  ...Object.values(letter_actions), 'open', 'peek', 'leave', 'first', 'last', 'palette', ...numbers.map((at) => `queue_${at}` as const),
]
const rooms: [string, () => KeyRow[], readonly KeyAction[]][] = [
  ['desk', desk_key_rows, desk_actions],
  ['command centre', dispatch_key_rows, dispatch_actions],
]
// Of what has the focus: a form, a dialog, the map, or a click with a key held.
const of_others = ['1…9', 'PgUp PgDn', 'Ctrl Enter', 'Ctrl / Shift']
const named: Record<string, string> = { '↓': 'ArrowDown', '↑': 'ArrowUp', Esc: 'Escape', 空格: ' ' }

function press(reader: KeyReader, key: string, where: Where, ctrlKey = false): KeyAction | null {
  const none = { keyCode: 0, isComposing: false, metaKey: false, altKey: false, repeat: false }
  return reader.read({ ...none, key: named[key] ?? (key.length === 1 ? key.toLowerCase() : key), ctrlKey }, where, 0)
}
function asked_by(keys: string, where: Where, letters: boolean): (KeyAction | null)[] {
  const reader = new KeyReader(() => letters)
  if (keys === 'Ctrl K') return [press(reader, 'k', where, true)]
  if (keys.startsWith('G ')) return numbers.map((at) => (press(reader, 'g', where), press(reader, String(at), where)))
  return keys.split(' ').map((key) => press(reader, key, where))
}

test.each(rooms)('the help of the %s lists each of its keys, and each listed does what is said', (_, rows, actions) => {
  for (const row of rows()) {
    if (row.asks) expect(asked_by(row.keys, 'list', true), row.keys).toEqual(row.asks)
    else expect(of_others, row.keys).toContain(row.keys)
  }
  expect(new Set(rows().flatMap((row) => row.asks ?? []))).toEqual(new Set(actions))
})

test.each(rooms)('with single letters switched off the %s lists what is left', (_, rows) => {
  const left = rows_that_work(rows(), false)
  for (const row of rows()) {
    const works = !row.asks || asked_by(row.keys, 'list', false).every((action) => action !== null)
    expect(left.some((each) => each.keys === row.keys), row.keys).toBe(works)
  }
})

test.each(rooms)('on the %s just opened, keys of its list work before the list has the focus', (_, rows) => {
  for (const keys of ['J K', '↓ ↑', 'Home End', 'Enter'])
    expect(asked_by(keys, 'nowhere', true)).toEqual(rows().find((row) => row.keys === keys)?.asks)
})
