import { expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import { use_cursor } from '../../../../web/src/console/dispatch/cursor'

const plain = { isComposing: false, ctrlKey: false, altKey: false, metaKey: false }
const key = (name: string, more: object = {}) => ({ key: name, ...plain, ...more })
const rows = (...ids: string[]) => ids.map((id) => ({ id }))

test('it moves by arrows and letters, stops at the ends, and leaves other keys alone', () => {
  const ids = ['a', 'b', 'c']
  const cursor = use_cursor(
    () => rows(...ids),
    () => true,
  )
  expect(cursor.id.value).toBe('a')
  expect(cursor.press(key('ArrowDown'))).toBe(true)
  cursor.press(key('j'))
  cursor.press(key('J'))
  expect(cursor.id.value).toBe('c')
  cursor.press(key('Home'))
  expect(cursor.id.value).toBe('a')
  expect(cursor.press(key('x'))).toBe(false)
  expect(cursor.press(key('j', { ctrlKey: true }))).toBe(false)
})

test('letters are no keys when they are switched off, and nothing is while an input method composes', () => {
  const ids = ['a', 'b']
  const cursor = use_cursor(
    () => rows(...ids),
    () => false,
  )
  expect(cursor.press(key('j'))).toBe(false)
  expect(cursor.press(key('ArrowDown', { isComposing: true }))).toBe(false)
  expect(cursor.press(key('ArrowDown'))).toBe(true)
})

test('it stays with its whistle, and goes to the one that takes its place and says what went', async () => {
  const ids = ref(['a', 'b', 'c'])
  const cursor = use_cursor(
    () => rows(...ids.value),
    () => true,
  )
  cursor.press(key('ArrowDown'))
  ids.value = ['new', 'a', 'b', 'c']
  await nextTick()
  expect(cursor.id.value).toBe('b')
  expect(cursor.left.value).toBe('')
  ids.value = ['new', 'a', 'c']
  await nextTick()
  expect([cursor.id.value, cursor.left.value]).toEqual(['c', 'b'])
  cursor.press(key('ArrowUp'))
  expect([cursor.id.value, cursor.left.value]).toEqual(['a', ''])
})

test('what was never in the list has not left it', async () => {
  const ids = ref(['a', 'b'])
  const cursor = use_cursor(
    () => rows(...ids.value),
    () => true,
  )
  cursor.go('elsewhere')
  await nextTick()
  expect([cursor.id.value, cursor.left.value]).toEqual(['a', ''])
})
