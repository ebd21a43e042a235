import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PackMatter } from '../../../../web/src/api/pack'
import { grams_of, has_words, spaced_out } from '../../../../web/src/field/report/grams'
import { build_index, search_matters, search_scores } from '../../../../web/src/field/report/matter_search'

const root = resolve(import.meta.dirname, '../../../..')
// No table that is read here quotes a cell.
function rows_of(path: string): string[][] {
  const [, ...lines] = readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n')
  return lines.map((line) => line.split(','))
}
const matters = rows_of('deploy/packs/shenyang/matters.csv').map(
  ([kind, code = '', name = '', class_name = '', aliases = '', admitted]): PackMatter => ({
    kind: kind === 'component' ? 'component' : 'matter',
    code,
    name,
    class_name,
    aliases: aliases === '' ? [] : aliases.split('|'),
    admitted: admitted === 'yes',
  }),
)
const sayings = rows_of('deploy/packs/shenyang/sayings.csv').map(([said = '', means = '']) => ({
  said: said.split('|'),
  means: means.split('|'),
}))
const index = build_index(matters, sayings)

// Shared with the server's suite (tests/adapters/matter_suggestions_test.cpp): what finds what, and the whole answer to
// every text with its scores.
const cases = rows_of('tests/adapters/matter_search_cases.csv')
const answers = rows_of('tests/adapters/matter_search_answers.csv')

describe('grams', () => {
  it('cuts Chinese into characters and pairs, and words into themselves and threes', () => {
    expect(grams_of('井盖，坏').map((each) => each.text)).toEqual(['井', '井盖', '盖', '坏'])
    expect(grams_of('No 12 LAMP').map((each) => each.text).join(' ')).toBe('no _no no_ lamp _la lam amp mp_')
    expect(grams_of('a b 7 -- 2026')).toEqual([])
  })
  it('finds words whole and Chinese anywhere', () => {
    const has = (text: string, words: string) => has_words(spaced_out(text), spaced_out(words))
    expect(spaced_out('KTV唱歌，吵！')).toBe(' ktv 唱歌 吵 ')
    expect(has('all traffic lights are out', 'traffic light')).toBe(true)
    expect(has('共享单车乱放', '单车')).toBe(true)
    expect(has('ＩＣＥ', 'ice')).toBe(true)
    expect(has('the office', 'ice')).toBe(false)
    expect(has('iced', 'ice')).toBe(false)
    expect(has('下水，道', '下水道')).toBe(false)
    expect(has('路灯', '')).toBe(false)
  })
})

describe('search_matters', () => {
  it.each(matters.slice(0, 60).map((each) => [each.name]))('finds %s by its own name', (name) => {
    expect(search_matters(index, name, 6).map((each) => each.name)).toContain(name)
  })

  it.each(cases)('finds for "%s" among the first %s a matter with %s, without a network', (said, among, name = '?') => {
    const found = search_matters(index, said ?? '', Number(among)).map((each) => each.name)
    expect(found.some((each) => each.includes(name)), found.join(' ')).toBe(true)
  })

  it('answers every text as the server does, score by score', () => {
    expect(answers.length).toBeGreaterThan(150)
    for (const [text = '', answer = ''] of answers) {
      const found = search_scores(index, text, 6)
      const said = found.map((each) => `${each.matter.kind}:${each.matter.code}=${each.score_milli} `).join('')
      expect(said, text).toBe(answer)
    }
  })

  it('finds nothing in nothing', () => {
    expect(search_matters(index, '', 6)).toEqual([])
    expect(search_matters(index, '123', 6)).toEqual([])
    expect(search_matters(build_index([], []), '井盖', 6)).toEqual([])
  })
})
