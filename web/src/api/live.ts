// Live entries on every page of this browser, over one connection: the tab that holds the lock reads the stream and
// tells the others. Resumes by journal position, so that a tab that slept for an hour misses nothing.
// Law: who hears `anew` knows nothing any more and loads again; between two `anew` no entry is missing.
import { readonly, shallowReactive } from 'vue'
import { server_now_ms, set_server_time } from '../base/server_clock'
import { learn_people } from './people'
import { SseReader, type SseEvent } from './sse'
import { session } from './session'
import type { Messages } from './client'

export type JournalEntry = Messages['JournalEntry']
export interface Presence {
  whistle_id: string
  user: string
  doing: 'reading' | 'writing'
  at_ms: number
}

export interface LiveListener {
  anew?: (position: string) => void // load what is shown; entries after this position follow
  entries?: (entries: JournalEntry[]) => void
  presence?: (one: Presence) => void
  published?: (version: Messages['PackVersion']) => void
}

type Link = 'connecting' | 'live' | 'lost'

const state = shallowReactive({ link: 'connecting' as Link, heard_at_ms: 0 })
export const live = readonly(state)

const lock_name = 'gridwhistle.live'
const silent_after_ms = 40_000 // the server speaks every 15 s
const retry_first_ms = 500
const retry_last_ms = 15_000

interface Said {
  kind: 'event' | 'link' | 'hello'
  event?: SseEvent
  link?: Link
  position?: string
}

const listeners = new Set<LiveListener>()
let channel: BroadcastChannel | null = null
let position = '' // of the last entries this tab heard of
let ending: AbortController | null = null

function hear(event: SseEvent): void {
  const data = JSON.parse(event.data)
  // First of all: a clock that was set meanwhile must not make what is heard now look younger or older than it is.
  if (event.name === 'clock') set_server_time(data.now_ms)
  state.heard_at_ms = server_now_ms()
  learn_people(data)
  if (event.name === 'clock') {
    const first = position === ''
    if (first) position = data.position
    if (first) tell((each) => each.anew?.(position))
  } else if (event.name === 'entries') {
    position = event.id
    tell((each) => each.entries?.(data.entries))
  } else if (event.name === 'resync') {
    position = ''
  } else if (event.name === 'presence') {
    tell((each) => each.presence?.(data))
  } else if (event.name === 'published') {
    tell((each) => each.published?.(data))
  }
}

function tell(how: (one: LiveListener) => void): void {
  for (const each of listeners) how(each)
}

function say(said: Said): void {
  channel?.postMessage(said)
}

function set_link(link: Link): void {
  state.link = link
  say({ kind: 'link', link })
}

// Reads until the stream ends, breaks or is silent for too long.
async function read_stream(stop: AbortSignal): Promise<void> {
  const given_up = new AbortController()
  const give_up = () => given_up.abort()
  stop.addEventListener('abort', give_up)
  let silence = setTimeout(give_up, silent_after_ms)
  try {
    const headers: Record<string, string> = position === '' ? {} : { 'Last-Event-ID': position }
    const answer = await fetch('/api/v1/stream', { headers, signal: given_up.signal })
    if (answer.status === 401) session.value = null
    if (!answer.ok || !answer.body) return
    const bytes = answer.body.getReader()
    const text = new TextDecoder()
    const reader = new SseReader()
    for (;;) {
      const { done, value } = await bytes.read()
      if (done) return
      clearTimeout(silence)
      silence = setTimeout(give_up, silent_after_ms)
      for (const event of reader.take(text.decode(value, { stream: true }))) {
        if (state.link !== 'live') set_link('live')
        hear(event)
        say({ kind: 'event', event })
      }
    }
  } catch {
    // broken or given up: the caller tries again
  } finally {
    clearTimeout(silence)
    stop.removeEventListener('abort', give_up)
  }
}

// Whatever wakes a page up is a reason to try at once.
function woken(wait_ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      document.removeEventListener('visibilitychange', done)
      stop.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, wait_ms)
    addEventListener('online', done)
    document.addEventListener('visibilitychange', done)
    stop.addEventListener('abort', done)
  })
}

async function lead(stop: AbortSignal): Promise<void> {
  let wait_ms = retry_first_ms
  while (!stop.aborted && session.value) {
    const began = Date.now()
    await read_stream(stop)
    if (stop.aborted) return
    set_link('lost')
    wait_ms = Date.now() - began > retry_last_ms ? retry_first_ms : Math.min(wait_ms * 2, retry_last_ms)
    await woken(wait_ms * (0.5 + Math.random() / 2), stop)
  }
}

function hear_other_tab(said: Said): void {
  if (said.kind === 'link' && said.link) state.link = said.link
  if (said.kind === 'event' && said.event) {
    state.link = 'live'
    hear(said.event)
  }
  // A tab that came later asks where things stand; the answer makes it load.
  if (said.kind === 'hello' && leads) {
    const data = JSON.stringify({ now_ms: server_now_ms(), position })
    if (position !== '') say({ kind: 'event', event: { name: 'clock', id: '', data } })
  }
}

let leads = false

// Begins with the session and ends with it.
export function begin_live(): void {
  if (ending) return
  ending = new AbortController()
  const stop = ending.signal
  state.link = 'connecting'
  position = ''
  channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(lock_name)
  if (channel) channel.onmessage = (message: MessageEvent<Said>) => hear_other_tab(message.data)
  if (!navigator.locks) {
    void lead(stop) // plain http on another host than this one: each tab for itself
    return
  }
  say({ kind: 'hello' })
  navigator.locks
    .request(lock_name, { signal: stop }, async () => {
      leads = true
      await lead(stop)
      leads = false
    })
    .catch(() => undefined) // stopped while it waited
}

export function end_live(): void {
  ending?.abort()
  ending = null
  leads = false
  channel?.close()
  channel = null
  position = ''
}

// Hears until the given function is called. A listener that comes late loads at once.
export function listen(one: LiveListener): () => void {
  listeners.add(one)
  if (position !== '') one.anew?.(position)
  return () => listeners.delete(one)
}
