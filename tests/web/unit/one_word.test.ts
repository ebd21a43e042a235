// One thing has one word: what a page once called by two names it calls by one, in both languages.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const source = resolve(import.meta.dirname, '../../../web/src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /^(console|field|parts|base)\/(.*\/)?\w*words\.ts$/.test(name))
  .map((name) => join(source, name))

const once_said: [RegExp, string][] = [
  [/挂起|时钟停走|时限暂停|clocks? stands?/, '停表, paused'],
  [/补充说明/, '留言; an answer to a question is 答复'],
  [/上报人回答|等候回答/, '答复'],
  [/超时/, '超期'],
  [/待批'|待审'|裁决|审理/, '裁定 for a return, 审批 for a request'],
  [/政策包/, '策略包'],
  [/哨型/, '哨种'],
  [/拆案|拆分并案/, '撤销并案'],
  [/紧急(小时|分钟|时)|hours?, day and night|urgent (work|working)/, '紧急工作时, 紧急工作分钟, urgent hours'],
  [/\b(the|its) desk\b|desk of /, 'the command centre'],
  [/[Tt]o (verify|decide|rule on) for/, 'since when it waits, beside what is wanted'],
]

test.each(once_said)('nothing is called %s', (old, word) => {
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at) => (/: ['"`]/.test(line) && old.test(line) ? [`${relative(source, file)}:${at + 1} ${line.trim()}`] : [])),
  )
  expect(found, `say ${word}`).toEqual([])
})

test('all words of every page are looked at', () => {
  expect(files.length).toBeGreaterThanOrEqual(15)
})
