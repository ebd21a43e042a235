import { expect, test } from 'vitest'
import { command_of, empty_draft, missing_in, spoken_acts } from '../../../web/src/console/desk/acts'
import { type DutyRow, owners_max, owners_of } from '../../../web/src/console/desk/owners'

const cover = (code: string, lead: string, helpers: string[] = []): DutyRow => ({
  kind: 'emergency',
  matter: { kind: 'component', code },
  lead,
  helpers,
})
const rows = [
  cover('01001', 'water', ['municipal', 'emergency']),
  cover('01002', 'drainage'),
  cover('01003', 'drainage'),
  cover('01012', 'police', ['fire']),
  cover('02001', 'transport'),
]
const matter = { kind: 'component', code: '01012' } as const

test('who is known comes first: called for the matter, called to it, at home in its class; what words are like is last', () => {
  const like = [{ kind: 'component', code: '01001' } as const]
  const found = owners_of({ rows, matter, like, called: ['traffic'], not: 'police' })
  expect(found.map((each) => [each.department, each.why])).toEqual([
    ['fire', 'matter'],
    ['traffic', 'called'],
    ['drainage', 'class'],
    ['water', 'text'],
  ])
  expect(found[2]?.count).toBe(2)
})

test('however many have a part of the class, two that the words are like are named', () => {
  const many = Array.from({ length: 20 }, (_each, at) => cover(`01${String(at).padStart(3, '0')}`, `d${at}`))
  const other = ['05001', '05002', '05003'].map((code) => cover(code, `words ${code}`))
  const like = other.map((each) => each.matter)
  const found = owners_of({ rows: [...many, ...other], matter, like, called: [], not: 'police' })
  expect(found.map((each) => each.why)).toEqual(['matter', 'class', 'class', 'text', 'text'])
})

test('nobody is named twice, nor who returns it, and no more than fit', () => {
  const many = Array.from({ length: 20 }, (_each, at) => cover(`01${String(at).padStart(3, '0')}`, `d${at}`))
  const found = owners_of({ rows: [...rows, ...many], matter, like: [matter], called: ['police', 'fire'], not: 'police' })
  expect(found).toHaveLength(owners_max)
  expect(new Set(found.map((each) => each.department)).size).toBe(owners_max)
  expect(found.some((each) => each.department === 'police')).toBe(false)
})

test('of a matter that nobody knows only the words and the called say something', () => {
  expect(owners_of({ rows, like: [], called: [], not: 'police' })).toEqual([])
})

test('a command is whole exactly when nothing is missing, for every act', () => {
  const texts = ['', 'why']
  const amounts = ['', 2] as const
  for (const act of spoken_acts)
    for (const text of texts)
      for (const evidence of texts)
        for (const proposed of ['', 'water'])
          for (const amount of amounts)
            for (const until_ms of [0, 1])
              for (const clock of ['unspecified', 'handle'] as const) {
                const draft = { ...empty_draft(), text, evidence, proposed, amount, clock, unit: 'work_day' as const }
                expect(missing_in(act, draft, until_ms).length === 0).toBe(command_of(act, draft, until_ms) !== null)
              }
})
