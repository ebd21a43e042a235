// Composing on the phone. Law: what was typed or photographed is on the disk before anything says so, after each
// letter; and what could not be kept is said, and stays on the screen.
import { make_uuid_v7 } from '../../base/uuid'
import { kept, keep } from '../store'
import { change_item, drop_photo, put_item, put_photo } from '../outbox/box'
import {
  is_open,
  is_waiting,
  type MatterKey,
  new_item,
  type OutboxItem,
  type Said,
  type StoredPhoto,
} from '../outbox/items'

export const photos_max = 9
export const text_length_max = 200
const recent_max = 6

// The last state that was asked for is kept; while one is being written the newest waits, and those between are
// skipped.
export class Keeper {
  private next: OutboxItem | null = null
  private writing: Promise<boolean> | null = null

  // False: it is not its author's any more, and stays as it is.
  keep(item: OutboxItem): Promise<boolean> {
    this.next = item
    this.writing ??= this.write().finally(() => {
      this.writing = null
    })
    return this.writing
  }

  private async write(): Promise<boolean> {
    let kept = true
    while (this.next) {
      const item = this.next
      this.next = null
      kept = await put_item(item)
    }
    return kept
  }
}

export function new_report(user: string, area: string): OutboxItem {
  const id = make_uuid_v7() // by this device's clock, as when it was observed
  return new_item(
    { id, user, whistle_id: id, seen_version: 0, about: '' },
    {
      command: 'blow',
      said: { kind: 'routine', matter: null, area, area_by_hand: false, place: null, place_by: 'none', text: '' },
    },
  )
}

export function new_command(
  user: string,
  whistle: { id: string; version: number; about: string },
  said: Said,
): OutboxItem {
  const frame = {
    id: make_uuid_v7(),
    user,
    whistle_id: whistle.id,
    seen_version: whistle.version,
    about: whistle.about,
  }
  return new_item(frame, said)
}

export async function add_photo(item: string, number: number, bytes: ArrayBuffer): Promise<StoredPhoto> {
  const photo = { id: make_uuid_v7(), item, number, bytes, tried: false, hash: '' }
  await put_photo(photo)
  return photo
}

export const remove_photo = (photo: StoredPhoto): Promise<void> => drop_photo(photo.id)

// From now on it is sent by itself. What was refused before gets an id of its own: a refusal is final for the old one.
export function put_in_queue(item: OutboxItem): OutboxItem {
  const refused = item.state === 'attention'
  return {
    ...item,
    state: 'queued',
    command_id: refused ? make_uuid_v7() : item.command_id,
    body: refused ? null : item.body,
    problem: null,
    tries: 0,
    next_try_ms: 0,
  }
}

// Back from the queue to its author; not what may have arrived already.
export const take_back = (id: string): Promise<OutboxItem | null> =>
  change_item(id, (now) => (is_waiting(now) && is_open(now) ? { ...now, state: 'draft' } : null))

// Refused because others were faster: once more, on the version that is shown now.
export const try_again_on = (id: string, version: number): Promise<OutboxItem | null> =>
  change_item(id, (now) =>
    now.state === 'attention' ? put_in_queue({ ...now, seen_version: version || now.seen_version }) : null,
  )

export async function recent_matters(user: string): Promise<MatterKey[]> {
  return (await kept<MatterKey[]>(`recent:${user}`)) ?? []
}

export async function remember_matter(user: string, matter: MatterKey): Promise<void> {
  const others = (await recent_matters(user)).filter((each) => each.kind !== matter.kind || each.code !== matter.code)
  await keep(`recent:${user}`, [matter, ...others].slice(0, recent_max))
}
