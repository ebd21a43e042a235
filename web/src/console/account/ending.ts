// What is about to be ended, and what that does, in words: asked before it is done, because nothing takes it back.
import type { KeptAccount, OpenSession, Wall } from '../../api/account'
import { end_session, end_sessions_of, end_wall } from '../../api/account'
import { zone } from '../../api/pack'
import { session } from '../../api/session'
import { instant_text } from '../../base/time_text'
import { browser_name } from './browser_name'
import { t } from './words'

export interface Ending {
  title: string
  more: string
  act: () => Promise<void>
}

// Whichever it is: of this browser's own it is said that one is out oneself.
export function ending_session(one: OpenSession): Ending {
  const browser = browser_name(one.browser) || t('browser.unknown')
  return {
    title: t('end.session', { browser, at: instant_text(one.opened_at_ms, zone()) }),
    more: t(one.this_one ? 'end.here' : 'end.session_more'),
    act: () => end_session(one.id),
  }
}

export function ending_sessions_of(one: KeptAccount): Ending {
  const own = one.user === session.value?.user
  return {
    title: t('end.all', { user: one.name || one.user, count: one.sessions }),
    more: t(own ? 'end.here' : 'end.all_more'),
    act: () => end_sessions_of(one.user),
  }
}

export function ending_wall(one: Wall): Ending {
  return { title: t('end.wall', { name: one.name }), more: t('end.wall_more'), act: () => end_wall(one.id) }
}
