import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PackMatter } from '../../../../web/src/api/pack'
import { build_index, grams_of, search_matters } from '../../../../web/src/field/report/matter_search'

const root = resolve(import.meta.dirname, '../../../..')
const [, ...lines] = readFileSync(join(root, 'deploy/packs/shenyang/matters.csv'), 'utf8').trim().split('\n')
const matters = lines.map((line): PackMatter => {
  const [kind, code = '', name = '', class_name = '', aliases = '', admitted] = line.split(',')
  return {
    kind: kind === 'component' ? 'component' : 'matter',
    code,
    name,
    class_name,
    aliases: aliases.split('|'),
    admitted: admitted === 'yes',
  }
})
const index = build_index(matters)

describe('search_matters', () => {
  it('cuts Chinese into characters and pairs, and words into themselves and threes', () => {
    expect(grams_of('井盖，坏')).toEqual(['井', '盖', '井盖', '坏'])
    expect(grams_of('lamp')).toEqual(['lamp', 'lam', 'amp'])
  })

  it.each(matters.slice(0, 60).map((each) => [each.name]))('finds %s by its own name', (name) => {
    expect(search_matters(index, name, 6).map((each) => each.name)).toContain(name)
  })

  it('finds nothing in nothing', () => {
    expect(search_matters(index, '', 6)).toEqual([])
    expect(search_matters(index, '123', 6)).toEqual([])
  })
})
