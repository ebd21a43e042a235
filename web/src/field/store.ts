// What the phone keeps: items of the outbox, their photos, and what was read for the time without a network.
// Law: who was told "kept on this device" finds it there after a kill at any moment, so every write is strictly
// durable.
import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb'
import type { OutboxItem, StoredPhoto } from './outbox/items'

interface FieldStores extends DBSchema {
  items: { key: string; value: OutboxItem }
  photos: { key: string; value: StoredPhoto; indexes: { item: string } }
  cache: { key: string; value: { key: string; kept_at_ms: number; value: unknown } }
}

const name = 'gridwhistle.field'
let opened: Promise<IDBPDatabase<FieldStores>> | null = null

export function store(): Promise<IDBPDatabase<FieldStores>> {
  opened ??= openDB<FieldStores>(name, 1, {
    upgrade(made) {
      made.createObjectStore('items', { keyPath: 'id' })
      made.createObjectStore('photos', { keyPath: 'id' }).createIndex('item', 'item')
      made.createObjectStore('cache', { keyPath: 'key' })
    },
    terminated() {
      opened = null
    },
  })
  opened.catch(() => {
    opened = null // storage can be forbidden, or busy for a moment: ask again at the next use
  })
  return opened
}

// Of several stores at once: either all of it is kept, or nothing.
export async function write_to(names: StoreNames<FieldStores>[]) {
  return (await store()).transaction(names, 'readwrite', { durability: 'strict' })
}

// What was read can be read again: on a full phone the room is for what was said.
export async function keep(key: string, value: unknown): Promise<void> {
  try {
    await (await store()).put('cache', { key, kept_at_ms: Date.now(), value })
  } catch (thrown) {
    if (!is_full(thrown)) throw thrown
  }
}

// What was kept is trusted to be what this program kept: the type is the caller's.
export async function kept<Value>(key: string): Promise<Value | null> {
  const found = await (await store()).get('cache', key)
  return found ? (found.value as Value) : null
}

export async function kept_keys(first_part: string): Promise<string[]> {
  return (await store()).getAllKeys('cache', IDBKeyRange.bound(first_part, `${first_part}\uffff`))
}

export async function forget(key: string): Promise<void> {
  await (await store()).delete('cache', key)
}

// Whether the browser said that there is no room left.
export function is_full(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError'
}
