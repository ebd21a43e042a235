import { beforeAll, expect, test } from 'vitest'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import type { Candidate } from '../../../../web/src/console/dispatch/candidates'
import { instead_in, ruling_choices } from '../../../../web/src/console/dispatch/ruling'
import '../in_chinese'

const candidate = (department: string): Candidate => ({ department, why: 'tally', closed: 1, share: 1 })
const on = { of: 'ps', candidates: ['um', 'wa'].map(candidate), chosen: '' }
const codes = (part: 'lead' | 'helper', more: object = {}) => ruling_choices({ ...on, part, ...more }).map(([code]) => code)

beforeAll(() => {
  const names = { ps: '公安分局', um: '城管局', wa: '水务局' }
  const departments = Object.entries(names).map(([code, name]) => ({ code, name, level: 'district', area: '' }))
  know_pack({ areas: [], matters: [], departments } as Partial<PackNames> as PackNames)
})

test('every ruling is one choice, and says who has it then', () => {
  expect(ruling_choices({ ...on, part: 'lead' })).toEqual([
    ['upheld:um', '同意退单，改由城管局主办'],
    ['upheld:wa', '同意退单，改由水务局主办'],
    ['rejected', '驳回，仍由公安分局办'],
  ])
  expect(['upheld:um', 'upheld:', 'rejected', ''].map((each) => instead_in(each as 'rejected'))).toEqual(['um', '', '', ''])
})

test('a helper needs no successor, a lead does', () => {
  expect(codes('helper')).toEqual(['upheld:um', 'upheld:wa', 'upheld:', 'rejected'])
  expect(codes('lead', { candidates: [] }), 'to be chosen below').toEqual(['upheld:', 'rejected'])
})

test('whoever was chosen of all departments stands in the list, which no hand runs out of digits for', () => {
  expect(codes('lead', { chosen: 'far' })).toEqual(['upheld:um', 'upheld:wa', 'upheld:far', 'rejected'])
  const many = Array.from({ length: 9 }, (_, at) => candidate(`d${at}`))
  const found = codes('helper', { candidates: many, chosen: 'far' })
  expect(found).toHaveLength(9)
  expect(found.slice(-3)).toEqual(['upheld:far', 'upheld:', 'rejected'])
})
