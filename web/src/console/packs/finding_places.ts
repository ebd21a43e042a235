// Where in a file a finding points, as an editor and a spreadsheet count: the server names file and line, and its
// message begins with the value that is wrong; the file that was checked says where in the line that stands.
import type { PackFiles } from './canonical'
import type { Findings } from './publish'

export type Finding = Findings['findings'][number]
export type FindingPlace = Finding['places'][number]

export interface Piece {
  text: string
  wrong: boolean
}
export interface Located {
  at: string // areas.csv:3:8; without what is not known
  cells: { address: string; column: string }[] // B3, and what its column is called; none: not known
  pieces: Piece[] // of the line; none: not known
}

const shown_max = 160 // characters of a line; more is told by dots
const shown_before = 40

// What the remarks and errors of a whole row are about, where it is not said by a value.
const columns_of_rule: Record<string, readonly string[]> = {
  tie: ['lead'],
  'no-department': ['lead', 'helpers'],
  'no-limit': ['limit_class'],
  'same-name': ['name'],
  'near-name': ['name'],
  'unused-limit-class': ['class'],
  'uncalled-department': ['code'],
}

interface Cell {
  text: string
  from: number // in the line, with its quotes
  to: number
}

// As common/csv_table.cpp parts a line; a cell that goes on in the next line ends with this one.
export function cells_of(line: string): Cell[] {
  const cells: Cell[] = []
  for (let at = 0; at <= line.length; at += 1) {
    const from = at
    const quoted = line[at] === '"'
    if (quoted) at += 1
    while (at < line.length && (quoted ? line[at] !== '"' || line[at + 1] === '"' : line[at] !== ','))
      at += quoted && line[at] === '"' ? 2 : 1
    if (quoted) while (at < line.length && line[at] !== ',') at += 1
    const written = line.slice(from, at)
    cells.push({ text: quoted ? written.slice(1).replace(/"$/, '').replace(/""/g, '"') : written, from, to: at })
  }
  return cells
}

// 1: A, 27: AA.
export function column_letters(number: number): string {
  return number < 1 ? '' : column_letters(Math.floor((number - 1) / 26)) + String.fromCharCode(65 + ((number - 1) % 26))
}

const value_in = (message: string): string | null => /^"(.*?)"(?:：|: )/s.exec(message)?.[1] ?? null
// An empty cell is named by its number.
const column_in = (message: string): number =>
  Number(/^(?:第|column )(\d+)(?:列：|: )/.exec(message)?.[1] ?? 0)

const decoder = new TextDecoder()
const lines_known = new WeakMap<Uint8Array, string[]>()
function line_of(files: PackFiles, { file, line }: FindingPlace): string | null {
  const bytes = files.get(file)
  if (!bytes || line < 1) return null
  const lines = lines_known.get(bytes) ?? decoder.decode(bytes).split(/\r*\n/)
  lines_known.set(bytes, lines)
  return lines[line - 1] ?? null
}

function wrong_cells({ rule, message }: Finding, cells: readonly Cell[], header: readonly string[]): number[] {
  const all = [...cells.keys()]
  const value = value_in(message)
  const number = column_in(message)
  if (number > 0) return all.filter((at) => at === number - 1)
  if (value !== null) return all.filter((at) => cells[at]?.text === value)
  return all.filter((at) => cells[at]?.text !== '' && columns_of_rule[rule]?.includes(header[at] ?? ''))
}

function pieces_of(line: string, wrong: readonly Pick<Cell, 'from' | 'to'>[]): Piece[] {
  const begin = Math.max(0, (wrong[0]?.from ?? 0) - shown_before)
  const end = Math.min(line.length, begin + shown_max)
  const made: Piece[] = begin > 0 ? [{ text: '…', wrong: false }] : []
  let at = begin
  for (const { from, to } of wrong.filter((each) => each.from < end)) {
    made.push({ text: line.slice(at, from), wrong: false }, { text: line.slice(from, Math.min(to, end)), wrong: true })
    at = Math.min(to, end)
  }
  made.push({ text: line.slice(at, end) + (end < line.length ? '…' : ''), wrong: false })
  return made.filter((each) => each.text !== '' || each.wrong)
}

export function located(finding: Finding, place: FindingPlace, files: PackFiles | null): Located {
  const at = [place.file, ...(place.line > 0 ? [place.line] : [])].join(':')
  const line = files && line_of(files, place)
  if (!files || line === null) return { at, cells: [], pieces: [] }
  const column_at = (from: number): string => `${at}:${Array.from(line.slice(0, from)).length + 1}`
  if (!place.file.endsWith('.csv')) {
    const value = value_in(finding.message) ?? ''
    const from = value === '' ? -1 : line.indexOf(value)
    if (from < 0) return { at, cells: [], pieces: pieces_of(line, []) }
    return { at: column_at(from), cells: [], pieces: pieces_of(line, [{ from, to: from + value.length }]) }
  }
  const header = cells_of(line_of(files, { file: place.file, line: 1 }) ?? '').map((each) => each.text)
  const cells = cells_of(line)
  const wrong = wrong_cells(finding, cells, header)
  const marked = wrong.flatMap((each) => cells[each] ?? [])
  return {
    at: marked[0] ? column_at(marked[0].from) : at,
    cells: wrong.map((each) => ({ address: `${column_letters(each + 1)}${place.line}`, column: header[each] ?? '' })),
    pieces: pieces_of(line, marked),
  }
}

const gravest_first = ['error', 'warning', 'note', 'unspecified'] as const
const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

// What forbids publishing first, and of that as one goes through the files; what lies in no file comes last.
export function in_reading_order(findings: readonly Finding[]): Finding[] {
  const grave = ({ severity }: Finding) => gravest_first.indexOf(severity)
  return [...findings].sort((one, other) => {
    const [here, there] = [one.places[0], other.places[0]]
    return (
      grave(one) - grave(other) ||
      Number(!here) - Number(!there) ||
      compared(here?.file ?? '', there?.file ?? '') ||
      (here?.line ?? 0) - (there?.line ?? 0)
    )
  })
}

// Of each file how many findings point to it, by name.
export function counts_by_file(findings: readonly Finding[]): [file: string, count: number][] {
  const counts = new Map<string, number>()
  for (const { places } of findings)
    for (const file of new Set(places.map((each) => each.file))) counts.set(file, (counts.get(file) ?? 0) + 1)
  return [...counts].sort(([one], [other]) => compared(one, other))
}
