// What somebody has said on this phone, from the first letter until a day after the server's receipt.
//   draft -> queued -> sending -> received        a refusal: -> attention, until its author changes or drops it
// Law: `body` is what was sent. Once it is set nothing else may be sent under command_id, because it may have arrived.
import type { CommandBody, Messages } from '../../api/client'

export type ItemState = 'draft' | 'queued' | 'sending' | 'received' | 'attention'
export type Place = Messages['Place']
export type MatterKey = Messages['MatterKey']
export type Kind = Messages['WhistleKind']

export interface ReportDraft {
  kind: Kind
  matter: MatterKey | null
  area: string
  area_by_hand: boolean
  place: Place | null
  place_by: 'device' | 'pin' | 'none'
  text: string
}

export type FieldCommand = 'verify' | 'note' | 'withdraw' | 'amend' | 'rate' | 'reopen'
export type SaidCommand = { [Name in FieldCommand]: { command: Name; said: CommandBody<Name> } }[FieldCommand]
export type Said = { command: 'blow'; said: ReportDraft } | SaidCommand

export interface SentBody {
  [member: string]: unknown
}

export interface ItemProblem {
  code: string
  title_zh: string
  title_en: string
  detail: string
  version: number // of the whistle now; 0: not told
  meanwhile: Messages['Meanwhile'][]
}

interface ItemFrame {
  id: string // of the row here; a report's is its whistle's
  user: string // who says it: nobody else's session may send it
  whistle_id: string
  command_id: string // the Idempotency-Key
  seen_version: number
  about: string // what it is called in lists, where the whistle itself is not at hand
  answers?: boolean // of a note: a question waited for it
  state: ItemState
  made_at_ms: number // this device's clock: evidence, never used for deadlines
  body: SentBody | null
  receipt: Messages['Receipt'] | null
  received_at_ms: number // the server's clock
  problem: ItemProblem | null
  tries: number
  next_try_ms: number
}
export type OutboxItem = ItemFrame & Said
export type ReportItem = OutboxItem & { command: 'blow' }

// Bytes, not a Blob: WebViews have lost Blobs in IndexedDB, and parts are cut from it anyway.
export interface StoredPhoto {
  id: string // the upload's
  item: string
  number: number
  bytes: ArrayBuffer
  tried: boolean // a part may have arrived
  hash: string // of the photo on the server; empty: not there yet
}

export const is_report = (item: OutboxItem): item is ReportItem => item.command === 'blow'

// Still on this phone alone, as far as anybody knows.
export const is_waiting = (item: OutboxItem): boolean => item.state === 'queued' || item.state === 'sending'
export const is_unsent = (item: OutboxItem): boolean => item.state !== 'received'
export const is_emergency = (item: OutboxItem): boolean => is_report(item) && item.said.kind === 'emergency'
// In its author's hands, and nobody else's.
export const is_being_written = (item: OutboxItem): boolean => item.state === 'draft' || item.state === 'attention'
// May be dropped or taken back: nothing was sent under its id.
export const is_open = (item: OutboxItem): boolean =>
  is_being_written(item) || (item.state === 'queued' && item.body === null)

export function new_item(
  frame: Pick<ItemFrame, 'id' | 'user' | 'whistle_id' | 'seen_version' | 'about'>,
  said: Said,
): OutboxItem {
  return {
    ...frame,
    ...said,
    command_id: frame.id,
    state: 'draft',
    made_at_ms: Date.now(),
    body: null,
    receipt: null,
    received_at_ms: 0,
    problem: null,
    tries: 0,
    next_try_ms: 0,
  }
}

// What goes over the wire. Photos are named by what the server calls them.
export function body_of(item: OutboxItem, photos: string[]): SentBody {
  switch (item.command) {
    case 'blow':
      return { whistle_id: item.whistle_id, report: report_of(item.said, item.made_at_ms, photos) }
    case 'verify':
      return { ...item.said, photos }
    case 'amend':
      return { change: { ...item.said.change, photos } }
    case 'note':
    case 'withdraw':
    case 'rate':
    case 'reopen':
      return { ...item.said }
  }
}

function report_of(draft: ReportDraft, made_at_ms: number, photos: string[]): SentBody {
  return {
    kind: draft.kind,
    ...(draft.matter ? { matter: draft.matter } : {}),
    area: draft.area,
    ...(draft.place ? { place: draft.place } : {}),
    text: draft.text,
    photos,
    source: 'handheld',
    observed_at_ms: made_at_ms,
  }
}
