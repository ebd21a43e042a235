// Sends what waits: photos first, then what names them, the oldest of each whistle first, emergencies before all else.
// Law: an item is "received" only by the server's receipt, which is durable; it is kept for a day after it, and said
// again when the server shows another dataset, because that server has lost what it had receipted.
import { shallowReactive } from 'vue'
import { find_session } from '../../api/account'
import { api, give, type Messages, told } from '../../api/client'
import { Problem } from '../../api/problem'
import { session } from '../../api/session'
import { server_now_ms } from '../../base/server_clock'
import { store } from '../store'
import { body_of, is_emergency, is_waiting, type ItemProblem, type OutboxItem } from './items'
import { change_item, drop_item, photos_of, put_photo } from './box'
import { upload } from './upload'

export const sender_lock = 'gridwhistle.outbox'
export const kept_after_receipt_ms = 24 * 3600_000
const retry_first_ms = 1000
const retry_last_ms = 30_000

type Went = 'settled' | 'later' | 'nobody'

// Of the photos of an item that is being sent from this tab, the share that has arrived.
export const progress = shallowReactive(new Map<string, number>())

function problem_of(thrown: Problem): ItemProblem {
  return {
    code: thrown.code,
    title_zh: thrown.body.title_zh ?? thrown.code,
    title_en: thrown.body.title ?? thrown.code,
    detail: thrown.body.detail ?? '',
    version: thrown.body.version ?? 0,
    meanwhile: thrown.body.meanwhile ?? [],
  }
}

async function photo_names(item: OutboxItem): Promise<string[]> {
  const photos = await photos_of(item.id)
  const names: string[] = []
  const whole = photos.reduce((sum, photo) => sum + photo.bytes.byteLength, 0)
  let before = 0
  for (const photo of photos) {
    const begun = before
    const there =
      photo.hash === '' ? await upload(photo, (bytes) => progress.set(item.id, (begun + bytes) / whole)) : photo
    names.push(there.hash)
    before += photo.bytes.byteLength
  }
  return names
}

// The whistle's message, as it was sent the first time.
function post(item: OutboxItem, body: NonNullable<OutboxItem['body']>): Promise<Messages['Receipt']> {
  if (item.command !== 'blow') {
    return give(item.command, { whistle_id: item.whistle_id, version: item.seen_version, id: item.command_id }, body)
  }
  return told(
    api.POST('/api/v1/whistles', {
      params: { header: { 'Idempotency-Key': item.command_id, 'X-CSRF-Token': session.value?.csrf ?? '' } },
      body: body as { whistle_id: string; report: Messages['Report'] },
    }),
  )
}

async function send(item: OutboxItem): Promise<Went> {
  try {
    const claimed = await change_item(item.id, (now) => (is_waiting(now) ? { ...now, state: 'sending' } : null))
    if (!claimed) return 'settled'
    const names = claimed.body ? [] : await photo_names(claimed)
    const frozen = await change_item(item.id, (now) => ({ ...now, body: now.body ?? body_of(now, names) }))
    if (!frozen?.body) return 'settled'
    await receive(frozen, await post(frozen, frozen.body))
    return 'settled'
  } catch (thrown) {
    return await not_sent(item, thrown)
  } finally {
    progress.delete(item.id)
  }
}

async function receive(item: OutboxItem, receipt: Messages['Receipt']): Promise<void> {
  await change_item(item.id, (now) => ({
    ...now,
    state: 'received',
    receipt,
    received_at_ms: server_now_ms(),
    problem: null,
  }))
  await say_again_what_was_lost(receipt.dataset)
}

async function not_sent(item: OutboxItem, thrown: unknown): Promise<Went> {
  if (!(thrown instanceof Problem)) throw thrown
  if (thrown.status === 401) {
    await change_item(item.id, (now) => (is_waiting(now) ? { ...now, state: 'queued' } : null))
    return 'nobody'
  }
  if (thrown.code === 'csrf_invalid') await find_session() // another tab has logged in anew
  if (thrown.passing || thrown.code === 'csrf_invalid') {
    await change_item(item.id, (now) => {
      if (!is_waiting(now)) return null
      const wait_ms = Math.min(retry_first_ms * 2 ** Math.min(now.tries, 5), retry_last_ms)
      const next_try_ms = Date.now() + wait_ms * (0.5 + Math.random() / 2)
      return { ...now, state: 'queued', tries: now.tries + 1, next_try_ms }
    })
    return 'later'
  }
  await change_item(item.id, (now) => ({ ...now, state: 'attention', problem: problem_of(thrown) }))
  return 'settled'
}

// What was receipted by a server that has another journal now.
async function say_again_what_was_lost(dataset: string): Promise<void> {
  const all = await (await store()).getAll('items')
  for (const item of all) {
    if (item.state !== 'received' || !item.receipt || item.receipt.dataset === dataset) continue
    if (server_now_ms() - item.received_at_ms > kept_after_receipt_ms) continue
    for (const photo of await photos_of(item.id)) await put_photo({ ...photo, hash: '', tried: true })
    await change_item(item.id, (now) =>
      now.state === 'received'
        ? { ...now, state: 'queued', body: null, receipt: null, tries: 0, next_try_ms: 0 }
        : null,
    )
  }
}

// Asking again is safe, so the newest receipt is asked for again to see whose journal answers.
async function look_for_another_dataset(user: string): Promise<void> {
  const all = await (await store()).getAll('items')
  const newest = all
    .filter((each) => each.user === user && each.state === 'received' && each.body !== null)
    .sort((one, other) => other.received_at_ms - one.received_at_ms)[0]
  if (!newest?.body) return
  const receipt = await post(newest, newest.body)
  await say_again_what_was_lost(receipt.dataset)
}

async function sweep(): Promise<void> {
  const all = await (await store()).getAll('items')
  const old = (item: OutboxItem) =>
    item.state === 'received' && server_now_ms() - item.received_at_ms > kept_after_receipt_ms
  for (const item of all.filter(old)) await drop_item(item.id, old)
}

export function by_urgency(one: OutboxItem, other: OutboxItem): number {
  const rank = (item: OutboxItem) => (is_emergency(item) ? 0 : 1)
  return rank(one) - rank(other) || one.made_at_ms - other.made_at_ms || (one.id < other.id ? -1 : 1)
}

// What may leave now: of each whistle the first that is not settled, when its time has come.
export function due_items(all: OutboxItem[], user: string, now_ms: number): OutboxItem[] {
  const blocked = new Set<string>()
  const due: OutboxItem[] = []
  const oldest_first = [...all].sort((one, other) => one.made_at_ms - other.made_at_ms)
  for (const item of oldest_first) {
    const first = !blocked.has(item.whistle_id)
    if (is_waiting(item)) blocked.add(item.whistle_id) // a refusal settles
    // A clock that was set back must not hold anything up for longer than the longest pause.
    const its_time = item.next_try_ms <= now_ms || item.next_try_ms > now_ms + retry_last_ms
    if (first && is_waiting(item) && item.user === user && its_time) due.push(item)
  }
  return due.sort(by_urgency)
}

async function send_all_due(user: string): Promise<void> {
  const tried = new Set<string>()
  for (;;) {
    const all = await (await store()).getAll('items')
    const next = due_items(all, user, Date.now()).find((each) => !tried.has(each.id))
    if (!next) return
    tried.add(next.id)
    const went = await send(next)
    if (went === 'nobody') return
  }
}

export interface FlushWish {
  look_again?: boolean // at receipts: this server may be another one
  now?: boolean // also what waits for its next try: the network has just come back
}

async function flush_alone(wish: FlushWish): Promise<void> {
  const user = session.value?.user
  if (!user) return
  if (wish.now) {
    const all = await (await store()).getAll('items')
    for (const item of all.filter(is_waiting)) await change_item(item.id, (now) => ({ ...now, next_try_ms: 0 }))
  }
  await send_all_due(user)
  if (wish.look_again && session.value) await look_for_another_dataset(user)
  if (session.value) await send_all_due(user)
  await sweep()
}

// One at a time in this browser: who comes second leaves it to the first, who looks again before he ends.
let running = false
let asked_again: FlushWish | null = null
let later: ReturnType<typeof setTimeout> | undefined

export async function flush(wish: FlushWish = {}): Promise<void> {
  if (running) {
    asked_again = { ...asked_again, ...wish }
    return
  }
  running = true
  try {
    for (let next: FlushWish | null = wish; next; next = asked_again) {
      asked_again = null
      await alone(next)
    }
  } finally {
    running = false
  }
}

async function alone(wish: FlushWish): Promise<void> {
  const go = async () => {
    try {
      await flush_alone(wish)
    } catch (thrown) {
      // No server was found on the way: the next flush tries again. Anything else is a fault.
      if (!(thrown instanceof Problem)) throw thrown
    }
  }
  if (!navigator.locks) await go()
  else await navigator.locks.request(sender_lock, { ifAvailable: true }, (lock) => (lock ? go() : undefined))
}

const every_ms = 30_000

async function plan_next(fault: (thrown: unknown) => void): Promise<void> {
  clearTimeout(later)
  const waits = (await (await store()).getAll('items')).filter(is_waiting)
  const first_ms = Math.min(...waits.map((each) => each.next_try_ms - Date.now()))
  if (first_ms > 0 && first_ms < every_ms) later = setTimeout(() => go_and_plan({}, fault), first_ms)
}

function go_and_plan(wish: FlushWish, fault: (thrown: unknown) => void): void {
  flush(wish)
    .then(() => plan_next(fault))
    .catch(fault)
}

// Until the page ends. What it returns is called for whatever else is a reason to try.
export function begin_sending(fault: (thrown: unknown) => void): (wish: FlushWish) => void {
  const go = (wish: FlushWish) => go_and_plan(wish, fault)
  addEventListener('online', () => go({ now: true }))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') go({ now: true })
  })
  setInterval(() => go({}), every_ms)
  return go
}
