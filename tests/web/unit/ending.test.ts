import { expect, test } from 'vitest'
import type { KeptAccount, OpenSession } from '../../../web/src/api/account'
import { session, type Session } from '../../../web/src/api/session'
import { ending_session, ending_sessions_of } from '../../../web/src/console/account/ending'
import './in_chinese'

test('whoever ends what he uses himself is told that he will be out', () => {
  session.value = { user: 'admin' } as Session
  const account = (user: string) => ending_sessions_of({ user, name: '', sessions: 2 } as KeptAccount)
  expect(account('admin').more).toContain('您自己正在用的登录')
  expect(account('clerk').more).toContain('他在所有设备上随即退出')
  expect(account('clerk').title).toBe('结束 clerk 的 2 处登录？')
  const one = (this_one: boolean) => ending_session({ id: '1', browser: '', opened_at_ms: 1, this_one } as OpenSession)
  expect(one(true).more).toContain('您自己正在用的登录')
  expect(one(false).more).toContain('那台设备随即退出')
  session.value = null
})
