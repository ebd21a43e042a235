// What differs between two packs, line by line.
import { describe, expect, it } from 'vitest'
import { line_changes } from '../../../../web/src/console/packs/line_changes'

const pack = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]))

describe('the lines that differ', () => {
  it('are told of each file, in the order of the files of a pack', () => {
    const old = pack({ 'duties.csv': 'head\na\nb\n', 'pack.toml': 'name = "x"\n', 'areas.csv': 'same\n' })
    const next = pack({ 'duties.csv': 'head\na\nc\nd\n', 'pack.toml': 'name = "y"\n', 'areas.csv': 'same\n' })
    expect(line_changes(old, next)).toEqual([
      { file: 'pack.toml', come: ['name = "y"'], gone: ['name = "x"'] },
      { file: 'duties.csv', come: ['c', 'd'], gone: ['b'] },
    ])
  })

  it('are counted as often as they stand there', () => {
    const changes = line_changes(pack({ 'posts.csv': 'a\na\na\n' }), pack({ 'posts.csv': 'a\nb\na\n' }))
    expect(changes).toEqual([{ file: 'posts.csv', come: ['b'], gone: ['a'] }])
  })

  it('are none where lines were moved, or have other line ends', () => {
    expect(line_changes(pack({ 'hours.csv': 'a\nb\n' }), pack({ 'hours.csv': '\uFEFFb\r\na\r\n' }))).toEqual([])
  })

  it('are all of a file that only one pack has', () => {
    expect(line_changes(pack({}), pack({ 'care.csv': 'a\nb' }))).toEqual([{ file: 'care.csv', come: ['a', 'b'], gone: [] }])
    expect(line_changes(pack({ 'care.csv': 'a\n' }), pack({}))).toEqual([{ file: 'care.csv', come: [], gone: ['a'] }])
  })
})
