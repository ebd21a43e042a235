// What the keys of a room ask for, where they ask for nothing, and which press was meant for what has gone.
import { beforeEach, describe, expect, it } from 'vitest'
import { type KeyAction, KeyReader, type Pressed, SecondPress, type Where, where_of } from '../../../../web/src/console/keys/shortcuts'

describe('KeyReader', () => {
  let letters = true
  const plain = { keyCode: 0, isComposing: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false }
  let reader: KeyReader
  let now = 0
  const press = (key: string, where: Where = 'page', more: Partial<Pressed> = {}): KeyAction | null =>
    reader.read({ ...plain, key, ...more }, where, now)

  beforeEach(() => {
    letters = true
    now = 10_000
    reader = new KeyReader(() => letters)
  })

  it('reads every key of the table, in either case', () => {
    const keys = { j: 'next', K: 'previous', x: 'choose', a: 'report_in', S: 'arrive', h: 'handle', r: 'return', e: 'extend' }
    for (const [key, action] of Object.entries(keys)) expect(press(key)).toBe(action)
    expect([press('t'), press('/'), press('?'), press('u')]).toEqual(['note', 'filter', 'help', 'undo'])
  })

  it('does nothing while an input method composes, whichever way the browser tells it', () => {
    expect(press('a', 'page', { isComposing: true })).toBeNull()
    expect(press('a', 'page', { keyCode: 229 })).toBeNull()
    expect(press('Enter', 'list', { keyCode: 229 })).toBeNull()
    expect(press('k', 'page', { ctrlKey: true, isComposing: true })).toBeNull()
  })

  it('leaves a field and a dialog all their keys but Ctrl+K', () => {
    for (const where of ['field', 'dialog'] as const) {
      for (const key of ['a', 'r', ' ', 'Enter', 'ArrowDown', '/', '?', 'Escape']) expect(press(key, where)).toBeNull()
      expect(press('k', where, { ctrlKey: true })).toBe('palette')
    }
  })

  it('is silent where letters are switched off, and still moves by arrows', () => {
    letters = false
    expect(['a', 'j', '?', 'g', '1'].map((key) => press(key))).toEqual([null, null, null, null, null])
    expect([press('ArrowDown', 'list'), press('Enter', 'list'), press(' ', 'list')]).toEqual(['next', 'open', 'peek'])
    expect([press('End', 'nowhere'), press('End', 'page')]).toEqual(['last', null])
    expect(press('Escape')).toBe('leave')
  })

  it('leaves Enter and Space to a button, and copies and reloads to the browser', () => {
    expect([press('Enter', 'control'), press(' ', 'control')]).toEqual([null, null])
    expect(press('a', 'page', { ctrlKey: true })).toBeNull()
    expect(press('r', 'page', { metaKey: true })).toBeNull()
    expect(press('s', 'page', { altKey: true })).toBeNull()
  })

  it('goes to a queue by G and its number, soon after one another', () => {
    expect([press('g'), press('3')]).toEqual([null, 'queue_3'])
    expect(press('3')).toBeNull()
    press('g')
    now += 5_000
    expect(press('3')).toBeNull()
    expect([press('g'), press('7'), press('1')]).toEqual([null, null, null])
  })

  it('commands once however long a key is held, and moves on', () => {
    expect(press('a', 'page', { repeat: true })).toBeNull()
    expect(press('j', 'page', { repeat: true })).toBe('next')
  })

  it('knows a field, a list and a button by where the key was pressed', () => {
    document.body.innerHTML = '<input><div role="listbox" tabindex="0"></div><button><b>x</b></button><p>x</p>'
    const [field, list, control, page] = ['input', '[role=listbox]', 'b', 'p'].map((each) => document.querySelector(each))
    expect([field, list, control, page].map((each) => where_of(each ?? null, false))).toEqual(['field', 'list', 'control', 'page'])
    expect([page, field].map((each) => where_of(each ?? null, true))).toEqual(['dialog', 'dialog'])
    expect(where_of(document.body, false)).toBe('nowhere')
  })
})

describe('SecondPress', () => {
  const presses = (...all: [KeyAction, on: string, left: string, at_ms: number][]): boolean[] => {
    const one = new SecondPress()
    return all.map((each) => one.is_stray(...each))
  }

  it('does not act on the neighbour of what has just left, however often the key is hit', () => {
    const hits = presses(
      ['report_in', 'a', '', 0],
      ['report_in', 'b', 'a', 150],
      ['report_in', 'b', 'a', 700],
      ['report_in', 'b', 'a', 1_400],
    )
    expect(hits).toEqual([false, true, true, false])
  })

  it('lets pass what was meant: another key, the open whistle, and where somebody went on himself', () => {
    expect(presses(['report_in', 'a', '', 0], ['undo', 'b', 'a', 150])).toEqual([false, false])
    expect(presses(['undo', 'a', 'a', 0], ['undo', 'a', 'a', 150])).toEqual([false, false])
    expect(presses(['report_in', 'a', '', 0], ['next', 'b', 'a', 100], ['report_in', 'c', '', 200])).toEqual([false, false, false])
  })
})
