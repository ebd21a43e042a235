import { beforeEach, expect, test } from 'vitest'
import { hold_people_for, learn_people, people_known, person_name, recall_people } from '../../../web/src/api/people'
import { type Session, session } from '../../../web/src/api/session'

const opened = (user: string, name: string): Session => ({ user, name, role: 'grid_worker' }) as Session

beforeEach(() => {
  hold_people_for('')
  session.value = null
})

test('at a desk what people are called goes with the session, and oneself is known at once', () => {
  session.value = opened('walker-1', '胡子涵')
  learn_people({ people: { 'clerk-1': '曾磊' } })
  expect([person_name('clerk-1'), person_name('walker-1'), person_name('clerk-2')]).toEqual(['曾磊', '胡子涵', 'clerk-2'])
  session.value = null
  expect(people_known()).toEqual([])
})

test('a phone goes on without a session, and tells the next one nothing', () => {
  session.value = opened('walker-1', '胡子涵')
  learn_people({ people: { 'clerk-1': '曾磊' } })
  hold_people_for('walker-1')
  session.value = null
  expect(person_name('clerk-1')).toBe('曾磊')
  session.value = opened('walker-1', '胡子涵')
  expect(person_name('clerk-1')).toBe('曾磊')
  session.value = opened('walker-2', '李霞')
  expect(people_known()).toEqual([['walker-2', '李霞']])
  learn_people({ people: { 'clerk-1': '曾磊' } })
  hold_people_for('walker-2')
  expect(person_name('clerk-1'), 'what he was told already').toBe('曾磊')
  session.value = null
  hold_people_for('')
  expect(people_known()).toEqual([])
})

test('what was kept gives way to what was told since', () => {
  hold_people_for('walker-1')
  learn_people({ people: { 'clerk-1': '曾磊' } })
  recall_people([
    ['clerk-1', '旧名'],
    ['clerk-2', '李霞'],
  ])
  expect([person_name('clerk-1'), person_name('clerk-2')]).toEqual(['曾磊', '李霞'])
})
