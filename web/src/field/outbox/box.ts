// The outbox on the disk, and what the pages see of it. Every change is one transaction that looks at the item first,
// so that two tabs, or a page and the sender, never undo each other.
import { computed, shallowRef } from 'vue'
import { forget, kept_keys, store, write_to } from '../store'
import { is_being_written, is_unsent, is_waiting, type OutboxItem, type StoredPhoto } from './items'

const channel_name = 'gridwhistle.outbox'
const items = shallowRef<OutboxItem[]>([])
let channel: BroadcastChannel | null = null

export const outbox = computed(() => items.value)
export const waiting_count = computed(() => items.value.filter(is_waiting).length)
export const attention_count = computed(() => items.value.filter((each) => each.state === 'attention').length)
export const unsent = computed(() => items.value.filter(is_unsent))
// What its author leaves here when he logs out: only what was queued is sent by itself. Null: nothing.
export function kept_by(user?: string): { waiting: number; others: number } | null {
  const all = unsent.value.filter((each) => each.user === user)
  const waiting = all.filter(is_waiting).length
  return all.length > 0 ? { waiting, others: all.length - waiting } : null
}
export const find_item = (id: string): OutboxItem | null => items.value.find((each) => each.id === id) ?? null

export async function load_box(): Promise<void> {
  items.value = await (await store()).getAll('items')
}

// Other tabs of this phone see what this one does.
export function begin_box(): Promise<void> {
  if (!channel && typeof BroadcastChannel !== 'undefined') {
    channel = new BroadcastChannel(channel_name)
    channel.onmessage = () => void load_box().catch(() => undefined)
  }
  return load_box()
}

async function told_all(): Promise<void> {
  await load_box()
  channel?.postMessage('changed')
}

// A transaction that fails says why; its single requests only say that it failed.
async function written(asked: Promise<unknown>, done: Promise<void>): Promise<void> {
  await Promise.all([asked.catch(() => undefined), done])
}

// Of its author. False, and nothing is written: it has left his hands, and what comes late (a place that was found, a
// letter) must not call it back unseen.
export async function put_item(item: OutboxItem): Promise<boolean> {
  const writing = await write_to(['items'])
  const now = await writing.objectStore('items').get(item.id)
  const may = now === undefined || is_being_written(now)
  if (may) await written(writing.objectStore('items').put(item), writing.done)
  else await writing.done
  await told_all()
  return may
}

// Null: it is gone, or `change` would not have it as it is now.
export async function change_item(
  id: string,
  change: (now: OutboxItem) => OutboxItem | null,
): Promise<OutboxItem | null> {
  const writing = await write_to(['items'])
  const now = await writing.objectStore('items').get(id)
  const next = now ? change(now) : null
  if (next) await written(writing.objectStore('items').put(next), writing.done)
  else await writing.done
  if (next) await told_all()
  return next
}

// With its photos, and nothing of it stays. Refused where `may` says no.
export async function drop_item(id: string, may: (now: OutboxItem) => boolean): Promise<boolean> {
  const writing = await write_to(['items', 'photos'])
  const now = await writing.objectStore('items').get(id)
  const gone = now !== undefined && may(now)
  if (gone) {
    await writing.objectStore('items').delete(id)
    for (const photo of await writing.objectStore('photos').index('item').getAllKeys(id)) {
      await writing.objectStore('photos').delete(photo)
    }
  }
  await writing.done
  if (gone) await told_all()
  return gone
}

export async function photos_of(item: string): Promise<StoredPhoto[]> {
  const found = await (await store()).getAllFromIndex('photos', 'item', item)
  return found.sort((one, other) => one.number - other.number)
}

export async function put_photo(photo: StoredPhoto): Promise<void> {
  const writing = await write_to(['photos'])
  await written(writing.objectStore('photos').put(photo), writing.done)
}

export async function drop_photo(id: string): Promise<void> {
  const writing = await write_to(['photos'])
  await written(writing.objectStore('photos').delete(id), writing.done)
}

// A photo without an item was taken in a draft that nobody began to write: the kill came between.
export async function photo_items(): Promise<string[]> {
  const found = await (await store()).getAllFromIndex('photos', 'item')
  return [...new Set(found.map((each) => each.item))]
}

// For the next one who uses this phone. False, and nothing is touched, while something here is not receipted.
export async function clear_device(): Promise<boolean> {
  await load_box()
  if (items.value.some(is_unsent)) return false
  const writing = await write_to(['items', 'photos', 'cache'])
  await writing.objectStore('items').clear()
  await writing.objectStore('photos').clear()
  await writing.done
  for (const key of await kept_keys('')) await forget(key)
  await told_all()
  return true
}
