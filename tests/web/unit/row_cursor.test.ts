import { effectScope, nextTick, ref } from 'vue'
import { afterEach, expect, it } from 'vitest'
import { use_row_cursor } from '../../../web/src/console/queue/row_cursor'

let scope = effectScope()
afterEach(() => {
  scope.stop()
  scope = effectScope()
})

function list(ids: string, opened = '') {
  const rows = ref([...ids].map((id) => ({ id })))
  const whole = ref(opened)
  const cursor = scope.run(() => use_row_cursor(() => rows.value, () => whole.value))
  if (!cursor) throw new Error('no scope')
  const show = async (left: string) => {
    rows.value = [...left].map((id) => ({ id }))
    await nextTick()
  }
  const open = async (id: string) => {
    whole.value = id
    await nextTick()
  }
  const next = () => cursor.move((at) => at + 1)
  const previous = () => cursor.move((at) => at - 1)
  return { cursor, show, open, next, previous }
}

it('moves to the neighbour of what has gone, and says what went', async () => {
  const { cursor, show, next } = list('abc')
  next()
  await nextTick()
  await show('ac')
  expect([cursor.id.value, cursor.left.value]).toEqual(['c', 'b'])
})

it('stays with what is shown whole though it has left the list, and moves on when that is closed', async () => {
  const { cursor, show, open } = list('abc')
  await open('b')
  await show('ac')
  expect([cursor.id.value, cursor.left.value]).toEqual(['b', 'b'])
  await open('')
  expect([cursor.id.value, cursor.left.value]).toEqual(['c', 'b'])
})

it('goes on from the place of what has left the list', async () => {
  for (const [way, there] of [['next', 'c'], ['previous', 'a']] as const) {
    const made = list('abc', 'b')
    await nextTick()
    await made.show('ac')
    made[way]()
    expect(made.cursor.id.value).toBe(there)
  }
})

it('goes to the first row from what was never in the list, and to the ends from everywhere', () => {
  const { cursor, next, previous } = list('abc', 'z')
  expect(cursor.id.value).toBe('z')
  next()
  expect(cursor.id.value).toBe('a')
  previous()
  expect(cursor.id.value).toBe('a')
  cursor.move((_, count) => count - 1)
  expect(cursor.id.value).toBe('c')
})
