// Where a finding of a pack points: the column of what is wrong, its cell in a spreadsheet, and the order of reading.
import { expect, test } from 'vitest'
import {
  cells_of,
  column_letters,
  counts_by_file,
  type Finding,
  in_reading_order,
  located,
} from '../../../../web/src/console/packs/finding_places'

const bytes = (text: string) => new TextEncoder().encode(text)
const files = new Map([
  ['areas.csv', bytes('code,level,name,parent\n2101,city,沈阳市,\r\n210102,district,"和平, 区",9999\n2101,x,,2101\n')],
  ['duties.csv', bytes(`matter,area,when,kind,lead,helpers,limit_class,note\n*,*,*,*,a@city,,,甲\n${'x'.repeat(300)},*,*,*,b@city,,,\n`)],
  ['pack.toml', bytes('name = "a"\nphoto = "maybe"\n')],
])
const finding = (message: string, rule = 'unreadable', more: Partial<Finding> = {}): Finding =>
  ({ rule, severity: 'error', message, places: [], cells: 0, add: '', ...more })
const told = (of: Finding, file: string, line: number) => {
  const { at, cells, pieces } = located(of, { file, line }, files)
  return [at, cells.map((each) => `${each.column} ${each.address}`), pieces.map((each) => (each.wrong ? `[${each.text}]` : each.text)).join('')]
}

test('a value is found in its line, with the column that an editor counts and the cell that a spreadsheet has', () => {
  const missing = '没有这个编码的区域'
  expect(told(finding(`"9999"：${missing}`), 'areas.csv', 3)).toEqual(['areas.csv:3:25', ['parent D3'], '210102,district,"和平, 区",[9999]'])
  expect(told(finding(`"和平, 区": no`), 'areas.csv', 3)).toEqual(['areas.csv:3:17', ['name C3'], '210102,district,["和平, 区"],9999'])
  expect(told(finding(`"2101"：${missing}`), 'areas.csv', 4), 'twice in its row').toEqual(['areas.csv:4:1', ['code A4', 'parent D4'], '[2101],x,,[2101]'])
  expect(told(finding('"maybe": this must be …'), 'pack.toml', 2)).toEqual(['pack.toml:2:10', [], 'photo = "[maybe]"'])
})

test('an empty cell is found by its number, and what a rule is about by the name of its column', () => {
  expect(told(finding('第3列：这里不能为空'), 'areas.csv', 4)).toEqual(['areas.csv:4:8', ['name C4'], '2101,x,[],2101'])
  expect(told(finding('column 3: this must not be empty'), 'areas.csv', 4)[0]).toBe('areas.csv:4:8')
  expect(told(finding('两行同级', 'tie'), 'duties.csv', 2)).toEqual(['duties.csv:2:9', ['lead E2'], '*,*,*,*,[a@city],,,甲'])
})

test('what is not known is not told: of a file that is not here, of a whole file, of a value that is not in its line', () => {
  expect(located(finding('"x": y'), { file: 'areas.csv', line: 3 }, null)).toEqual({ at: 'areas.csv:3', cells: [], pieces: [] })
  expect(told(finding('x'), 'areas.csv', 0)).toEqual(['areas.csv', [], ''])
  expect(told(finding('x'), 'hours.csv', 2)).toEqual(['hours.csv:2', [], ''])
  expect(told(finding('"nowhere": y'), 'areas.csv', 2)).toEqual(['areas.csv:2', [], '2101,city,沈阳市,'])
})

test('of a long line there is what lies around the mark', () => {
  const [at, , line] = told(finding('', 'tie'), 'duties.csv', 3)
  expect(at).toBe('duties.csv:3:308')
  expect(line).toMatch(/^…x+,\*,\*,\*,\[b@city\],,,$/)
  expect(String(line).length).toBeLessThan(80)
})

test('a line is parted as a table is', () => {
  expect(cells_of('a,"b ""c"", d",,').map((each) => each.text)).toEqual(['a', 'b "c", d', '', ''])
  expect(cells_of('"never closed, a').map((each) => each.text)).toEqual(['never closed, a'])
  expect([1, 26, 27, 703].map(column_letters)).toEqual(['A', 'Z', 'AA', 'AAA'])
})

test('findings are read file by file and line by line, what forbids publishing first', () => {
  const at = (file: string, line: number) => ({ places: [{ file, line }] })
  const all = [
    finding('note', 'r', { severity: 'note', ...at('areas.csv', 1) }),
    finding('b9', 'r', at('b.csv', 9)),
    finding('none'),
    finding('a10', 'r', at('a.csv', 10)),
    finding('a9', 'r', { places: [{ file: 'a.csv', line: 9 }, { file: 'b.csv', line: 1 }, { file: 'b.csv', line: 2 }] }),
  ]
  expect(in_reading_order(all).map((each) => each.message)).toEqual(['a9', 'a10', 'b9', 'none', 'note'])
  expect(counts_by_file(all)).toEqual([['a.csv', 2], ['areas.csv', 1], ['b.csv', 2]])
})
