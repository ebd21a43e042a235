// Questions about all whistles, several at once: who finds none of the server's two seats waits for one, and only who
// would wait behind sixteen others is told to come again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { City } from '../city'
import { Script } from '../rest'
import { today } from '../seat'

let city: City
let chief: Script

beforeAll(async () => {
  city = await City.start()
  // So many that a count lets others have their turn in the middle of it.
  city.gridwhistle('swarm', '--pack', city.pack, '--whistles', '6000', '--live', '0', '--seed', '7')
  chief = await Script.enter(city.url, 'supervisor-2101')
})
afterAll(async () => city?.stop())

const asked_at_once = async (questions: number) => {
  const figures = `/api/v1/figures?from=${today()}&to=${today()}&by=grid`
  const told = await Promise.all(Array.from({ length: questions }, () => chief.ask('GET', figures)))
  return told.map((each) => each.status)
}

test.each([4, 18])('%s at once of one session are all answered', async (questions) => {
  expect(await asked_at_once(questions)).toEqual(Array.from({ length: questions }, () => 200))
})

test('of more than may wait some are told to come again, and the next question is answered', async () => {
  const told = await asked_at_once(60)
  expect(new Set(told)).toEqual(new Set([200, 503]))
  expect(await asked_at_once(1)).toEqual([200])
})
