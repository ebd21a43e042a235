import { expect, test } from 'vitest'
import { command_of, empty_draft, missing_in, spoken_acts } from '../../../web/src/console/desk/acts'
import type { Messages } from '../../../web/src/api/client'
import { type DutyRow, owners_max, owners_of, strongly_like } from '../../../web/src/console/desk/owners'

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
const everywhere = () => true
const whistle = { kind: 'routine', serves: everywhere }

test('who is known comes first: called for the matter, called to it, at home in its class; what words are like is last', () => {
  const like = [{ kind: 'component', code: '01001' } as const]
  const found = owners_of({ ...whistle, rows, matter, like, called: ['traffic'], not: 'police' })
  expect(found.map((each) => [each.department, each.why])).toEqual([
    ['fire', 'helps'],
    ['traffic', 'called'],
    ['drainage', 'class'],
    ['water', 'text'],
  ])
  expect(found[2]?.count).toBe(2)
})

test('the general row leads, then who has closed it there most often, then helpers; what is guessed stands behind', () => {
  const of_kind = (kind: DutyRow['kind'], lead: string, helpers: string[] = []): DutyRow => ({ kind, matter, lead, helpers })
  const told = [
    of_kind('emergency', 'fire', ['hospital']),
    of_kind('joint', 'police', ['streets']),
    of_kind('routine', 'municipal'),
    cover('05001', 'parks'),
  ]
  const counts = [
    { department: 'water', closed: 7 },
    { department: 'police', closed: 3 },
    { department: 'municipal', closed: 1 },
  ]
  const done = { area: '2101', counts }
  const like = [{ kind: 'component', code: '05001' } as const]
  const found = owners_of({ ...whistle, rows: told, matter, kind: 'joint', done, like, called: [], not: 'police' })
  expect(found.map((each) => [each.department, each.why])).toEqual([
    ['municipal', 'leads'],
    ['fire', 'leads'],
    ['water', 'done'],
    ['streets', 'helps'],
    ['hospital', 'helps'],
  ])
  expect(found[0]?.kind).toBe('routine')
  expect(found[2]).toMatchObject({ count: 7, area: '2101' })
})

test('who serves another district is no likely owner, whatever it has done in the city', () => {
  const counts = [
    { department: '210124-um', closed: 7 },
    { department: '210102-um', closed: 1 },
  ]
  const like = [{ kind: 'component', code: '05001' } as const]
  const found = owners_of({
    rows: [cover('05001', '210124-parks'), cover('01013', '210124-water'), ...rows.slice(3)],
    matter,
    kind: 'routine',
    done: { area: '2101', counts },
    like,
    called: ['210124-fire'],
    not: 'police',
    serves: (department) => !department.startsWith('210124'),
  })
  expect(found.map((each) => each.department)).toEqual(['210102-um', 'fire'])
})

test('a letter in common makes nobody an owner', () => {
  const scored = (code: string, score_milli: number) =>
    ({ matter: { kind: 'component', code }, score_milli }) as unknown as Messages['MatterSuggestion']
  // 异味 shares one letter with 输油（气）井盖 where somebody writes 气味.
  expect(strongly_like([scored('01037', 12_200), scored('01021', 1_500)])).toEqual([{ kind: 'component', code: '01037' }])
})

test('however many have a part of the class, two that the words are like are named', () => {
  const many = Array.from({ length: 20 }, (_each, at) => cover(`01${String(at).padStart(3, '0')}`, `d${at}`))
  const other = ['05001', '05002', '05003'].map((code) => cover(code, `words ${code}`))
  const like = other.map((each) => each.matter)
  const found = owners_of({ ...whistle, rows: [...many, ...other], matter, like, called: [], not: 'police' })
  expect(found.map((each) => each.why)).toEqual(['leads', 'class', 'class', 'text', 'text'])
})

test('nobody is named twice, nor who returns it, and no more than fit', () => {
  const many = Array.from({ length: 20 }, (_each, at) => cover(`01${String(at).padStart(3, '0')}`, `d${at}`))
  const found = owners_of({
    ...whistle,
    rows: [...rows, ...many],
    matter,
    like: [matter],
    called: ['police', 'fire'],
    not: 'police',
  })
  expect(found).toHaveLength(owners_max)
  expect(new Set(found.map((each) => each.department)).size).toBe(owners_max)
  expect(found.some((each) => each.department === 'police')).toBe(false)
})

test('of a matter that nobody knows only the words and the called say something', () => {
  expect(owners_of({ ...whistle, rows, like: [], called: [], not: 'police' })).toEqual([])
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
                expect(missing_in(act, draft, until_ms, 0).length === 0).toBe(command_of(act, draft, until_ms) !== null)
              }
})
