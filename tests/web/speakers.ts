// Everybody who may want to see or do something with one whistle, and what each is to it: the columns of the matrix.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type City, until } from './city'
import { fresh_id, Script } from './rest'
import { png } from './pictures'

export interface Speaker {
  name: string
  script: Script
  role: string // '' has no session that counts
  area: string
  department: string
  relations: string[] // to the whistle
}

// The whistle lies in the grid of a grid worker, was reported by one of another grid of that district, and is the work of its
// police. The other one was reported by a clerk who has nothing to do with the first, at the same place about the same matter.
export interface Ground {
  whistle: string
  other: string
  marker: string // stands in its text
  photo: string
  area: string
  reporter: string
  lead: string
  resident: string // who is to be visited there
}
export const matter = { kind: 'matter', code: '10081' } as const
export const tag = 'case'
const here = '210102001002'
export const place = { longitude_e7: 1_233_846_000, latitude_e7: 417_036_000, accuracy_m: 10, crs: 'cgcs2000' }
const marker = '只给该看的人看'

// Of each kind one who has to do with it and one who has not.
const seats: [string, string, string[]][] = [
  ['reporter', 'walker-15', ['own_report']],
  ['grid worker of its area', 'walker-1', ['own_area']],
  ['grid worker of another', 'walker-14', []],
  ['clerk who is called', 'clerk-210102-public_security', ['own_department']],
  ['clerk who is not', 'clerk-210102-health', []],
  ['clerk of another district', 'clerk-210103-public_security', []],
  ['desk of its district', 'desk-210102', ['own_area']],
  ['desk of another', 'desk-210103', []],
  ['desk of the city', 'desk-2101', ['own_area']],
  ['supervisor of its district', 'supervisor-210102', ['own_area']],
  ['supervisor of another', 'supervisor-210103', []],
  ['supervisor of the city', 'supervisor-2101', ['own_area']],
  ['importer', 'importer', []],
]
const nobodys = { role: '', area: '', department: '', relations: [] }

export async function speakers_in(city: City): Promise<Speaker[]> {
  const enrolled = city.enrolled()
  const made: Speaker[] = []
  for (const [name, user, relations] of seats) {
    const row = enrolled.find((each) => each.user === user)
    if (!row) throw new Error(`${user} is not enrolled`)
    made.push({ name, script: await Script.enter(city.url, user), role: row.role, area: row.area, department: row.department, relations })
  }
  const ended = await Script.enter(city.url, 'walker-1')
  await ended.ask('DELETE', '/api/v1/session')
  const revoked = await Script.enter(city.url, 'walker-2')
  revoke(city, 'walker-2')
  await until('the revocation counts', async () => (await revoked.ask('GET', '/api/v1/session')).status === 401)
  made.push({ name: 'nobody', script: new Script(city.url, 'nobody'), ...nobodys })
  made.push({ name: 'one who logged out', script: ended, ...nobodys })
  made.push({ name: 'one who was revoked', script: revoked, ...nobodys })
  return made
}

// As docs/operations.md says it: beside, and renamed over it.
export function revoke(city: City, user: string): void {
  const file = join(city.home, 'enrolled.csv')
  const rows = readFileSync(file, 'utf8').split('\n')
  const text = rows.map((each) => (each.split(',')[1] === user ? each.replace(/,active$/, ',revoked') : each)).join('\n')
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

export function called(all: readonly Speaker[], name: string): Speaker {
  const found = all.find((each) => each.name === name)
  if (!found) throw new Error(`there is no ${name}`)
  return found
}

export async function ground_of(all: readonly Speaker[]): Promise<Ground> {
  const reporter = called(all, 'reporter').script
  const kept = await reporter.upload(png(320, 240))
  const photo = String(kept.body.photo)
  const report = { matter, area: here, place, source: 'handheld', text: marker, photos: [photo] }
  const blown = await reporter.blow({ ...report, kind: 'routine' })
  const other = await called(all, 'clerk who is not').script.blow({ ...report, kind: 'emergency', text: '别的事', photos: [] })
  for (const each of [blown, other]) if (each.status !== 201) throw new Error(each.text)
  const lead = String(blown.body.lead)
  return { whistle: blown.whistle, other: other.whistle, marker, photo, area: here, reporter: reporter.user, lead, resident: `EX-${here}-001` }
}

// A whistle of his own, the speaker's: whatever he may not.
export async function own_whistle(by: Script): Promise<string> {
  const report = { kind: 'emergency', matter: { kind: 'matter', code: '06010' }, area: here, text: '自己的', source: 'handheld' }
  const blown = await by.blow(report, fresh_id())
  if (blown.status !== 201) throw new Error(blown.text)
  return blown.whistle
}
