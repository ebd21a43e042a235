import { afterEach, expect, test, vi } from 'vitest'
import { Blower, type Emergency, lacking, report_of } from '../../../web/src/console/desk/emergency'

const fire: Emergency = { text: ' 着火 ', area: 'g3', matter: 'component:01013' }

afterEach(() => vi.unstubAllGlobals())

test('an emergency lacks what nobody could be sent anywhere without; a matter may be found out later', () => {
  expect(lacking({ text: ' ', area: '', matter: '' })).toEqual({ text: true, area: true })
  expect(lacking({ ...fire, matter: '' })).toEqual({ text: false, area: false })
})

test('its report is an emergency of a page, with the matter where one was chosen', () => {
  expect(report_of(fire)).toMatchObject({
    kind: 'emergency',
    source: 'page',
    area: 'g3',
    text: '着火',
    matter: { kind: 'component', code: '01013' },
    photos: [],
  })
  expect(report_of({ ...fire, matter: '' }).matter).toBeUndefined()
  expect(report_of({ ...fire, matter: 'thing:1' }).matter).toBeUndefined()
})

test('it is one whistle however often it is sent, and one command as long as nothing else is said', async () => {
  const sent: { key: string; id: string; text: string }[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const body = await request.json()
    sent.push({ key: request.headers.get('Idempotency-Key') ?? '', id: body.whistle_id, text: body.report.text })
    if (sent.length === 1) throw new TypeError('no network')
    return new Response(JSON.stringify({ whistle_id: body.whistle_id }), {
      headers: { 'Content-Type': 'application/json' },
    })
  })
  const blower = new Blower()
  await expect(blower.blow(fire)).rejects.toMatchObject({ status: 0 })
  await blower.blow({ ...fire })
  await blower.blow({ ...fire, text: '着火，有人被困' })
  expect(new Set(sent.map((each) => each.id)).size).toBe(1)
  expect(sent[1]?.key).toBe(sent[0]?.key)
  expect(sent[2]?.key).not.toBe(sent[1]?.key)
  await new Blower().blow(fire)
  expect(sent[3]?.id, 'another emergency').not.toBe(sent[0]?.id)
})
