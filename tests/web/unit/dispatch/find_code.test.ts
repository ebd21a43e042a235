import { expect, test } from 'vitest'
import { area_choices, department_choices, find_choices, matter_choices } from '../../../../web/src/parts/find_code'

const matters = matter_choices([
  { kind: 'matter', code: '06010', name: '占道经营', class_name: '街面秩序', aliases: ['流动摊贩'], admitted: true },
  { kind: 'component', code: '01001', name: '供水井盖', class_name: '市政公用设施', aliases: ['GB/T 30428 01-01'], admitted: true },
  { kind: 'matter', code: '01001', name: '供水井盖异常', class_name: '市政公用设施', aliases: [], admitted: true },
])
const codes = (typed: string) => find_choices(matters, typed, 9).map((each) => each.code)

test('a matter is found by name, class, alias and code; all that is typed counts', () => {
  expect(codes('摊贩')).toEqual(['matter:06010'])
  expect(codes('gb/t 01-01')).toEqual(['component:01001'])
  expect(codes('井盖 异常')).toEqual(['matter:01001'])
  expect(codes('没有这个')).toEqual([])
})

test('a name that begins with it comes first, and nothing typed is the beginning of the list', () => {
  const choices = [
    { code: 'a', name: '新南街', more: '', words: '新南街' },
    { code: 'b', name: '南街', more: '', words: '南街' },
  ]
  expect(find_choices(choices, '南', 9).map((each) => each.code)).toEqual(['b', 'a'])
  expect(find_choices(choices, ' ', 1).map((each) => each.code)).toEqual(['a'])
})

test('areas are those one watches over', () => {
  const areas = [
    { code: '2101', name: '市', level: 'city' as const, parent: '' },
    { code: '210102', name: '和平区', level: 'district' as const, parent: '2101' },
    { code: '210103', name: '沈河区', level: 'district' as const, parent: '2101' },
  ]
  expect(area_choices(areas, '210102').map((each) => each.code)).toEqual(['210102'])
})

test('of offices with one name the near one comes first', () => {
  const departments = [
    { code: '210103-um', name: '城管局', level: 'district', area: '210103' },
    { code: '210102-um', name: '城管局', level: 'district', area: '210102' },
  ]
  expect(department_choices(departments, '210102001').map((each) => each.code)).toEqual(['210102-um', '210103-um'])
})

test('a name is found by what people call it for short, behind those that have it as it was typed', () => {
  const departments = ['和平区住房和城乡建设局', '和平区城市管理和综合行政执法局', '和平区环境卫生中心', '城管街道办'].map((name, at) => ({
    code: `d${at}`,
    name,
    level: 'district',
    area: '210102',
  }))
  const names = (typed: string) => find_choices(department_choices(departments, ''), typed, 9).map((each) => each.code)
  expect(names('住建')).toEqual(['d0'])
  expect(names('城管')).toEqual(['d3', 'd1'])
  expect(names('和平 环卫')).toEqual(['d2'])
  expect(names('建住')).toEqual([])
})

test('the name itself comes first, and letters here and there are no match where there is a nearer one', () => {
  const found = (typed: string, ...names: string[]) => {
    const choices = names.map((name, at) => ({ code: `d${at}`, name, level: 'city', area: '2101' }))
    return find_choices(department_choices(choices, ''), typed, 9).map((each) => each.name)
  }
  const guard = '环保科技园保卫处'
  expect(found('环卫', guard, '环境卫生中心', '市环卫所', '环卫处', '环卫')).toEqual(['环卫', '环卫处', '市环卫所', '环境卫生中心'])
  expect(found('水务', '排水设施服务中心', '水务局')).toEqual(['水务局'])
  expect(found('环卫', guard, '环境卫生中心')).toEqual(['环境卫生中心'])
  expect(found('环卫', guard), 'better than nothing').toEqual([guard])
  expect(found('环境卫 中心', '环境监测卫星中心', '环境卫生中心')).toEqual(['环境卫生中心'])
})

test('the nearest office stands before that of the district, and that before the city', () => {
  const departments = ['2101', '210103', '210102', '210102001'].map((area) => ({ code: `${area}-um`, name: '城管', level: '', area }))
  expect(department_choices(departments, '210102001003').map((each) => each.code)).toEqual([
    '210102001-um',
    '210102-um',
    '2101-um',
    '210103-um',
  ])
})
