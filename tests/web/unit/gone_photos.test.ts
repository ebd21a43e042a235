import { expect, test } from 'vitest'
import { Problem } from '../../../web/src/api/problem'
import { without_gone } from '../../../web/src/console/desk/gone_photos'

const refused = (code: string, detail: string) => new Problem(code, 404, { detail })

test('of the photos of a draft the one is left out that the server has no more, and it is said which one that was', () => {
  expect(without_gone(['a', 'b', 'c'], refused('photo_unknown', 'b'))).toEqual({ left: ['a', 'c'], at: 2 })
  expect(without_gone(['a'], refused('photo_unknown', 'a'))).toEqual({ left: [], at: 1 })
})

test('another refusal, a photo that the draft does not name, and what is no refusal leave a draft as it is', () => {
  expect(without_gone(['a'], refused('version_conflict', 'a'))).toBe(null)
  expect(without_gone(['a'], refused('photo_unknown', 'z'))).toBe(null)
  expect(without_gone(['a'], new TypeError('a'))).toBe(null)
})
