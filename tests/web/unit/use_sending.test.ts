import { expect, test } from 'vitest'
import { use_sending } from '../../../web/src/parts/use_sending'

test('what is being said is said once, and what went wrong stands until it is said again', async () => {
  const { busy, fault, send } = use_sending()
  let finish = () => {}
  let said = 0
  const first = send(async () => {
    said += 1
    await new Promise<void>((done) => {
      finish = done
    })
    throw new Error('no')
  })
  await send(async () => {
    said += 1
  })
  expect([said, busy.value]).toEqual([1, true])
  finish()
  await first
  expect([busy.value, String(fault.value)]).toEqual([false, 'Error: no'])
  await send(async () => expect(fault.value).toBe(null))
  expect(fault.value).toBe(null)
})
