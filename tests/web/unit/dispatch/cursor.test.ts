import { expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import { use_cursor } from '../../../../web/src/console/dispatch/cursor'

const key = (name: string, more: object = {}) => ({ key: name, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, ...more })

test('it moves by arrows and letters, stops at the ends, and leaves other keys alone', () => {
  const ids = ['a', 'b', 'c']
  const cursor = use_cursor(
    () => ids,
    () => true,
  )
  expect(cursor.id.value).toBe('a')
  expect(cursor.press(key('ArrowDown'))).toBe(true)
  cursor.press(key('j'))
  cursor.press(key('j'))
  expect(cursor.id.value).toBe('c')
  cursor.press(key('Home'))
  expect(cursor.id.value).toBe('a')
  expect(cursor.press(key('x'))).toBe(false)
  expect(cursor.press(key('j', { ctrlKey: true }))).toBe(false)
})

test('letters are no keys when they are switched off, and nothing is while an input method composes', () => {
  const ids = ['a', 'b']
  const cursor = use_cursor(
    () => ids,
    () => false,
  )
  expect(cursor.press(key('j'))).toBe(false)
  expect(cursor.press(key('ArrowDown', { isComposing: true }))).toBe(false)
  expect(cursor.press(key('ArrowDown'))).toBe(true)
})

test('it stays with its whistle, and goes to the one that takes its place', async () => {
  const ids = ref(['a', 'b', 'c'])
  const cursor = use_cursor(
    () => ids.value,
    () => true,
  )
  cursor.press(key('ArrowDown'))
  ids.value = ['new', 'a', 'b', 'c']
  await nextTick()
  expect(cursor.id.value).toBe('b')
  ids.value = ['new', 'a', 'c']
  await nextTick()
  expect(cursor.id.value).toBe('c')
})
