// Whole whistles that somebody looked at or has to do with, kept for the place without a network.
import { shallowReactive } from 'vue'
import { api, type Messages, told } from '../api/client'
import { read } from '../api/read'
import { keep, kept } from './store'
import { type Step, steps_of } from './tasks/steps'

export type View = Messages['WhistleView']

const key = (id: string): string => `view:${id}`

export const ask_view = (id: string): Promise<View> =>
  told(api.GET('/api/v1/whistles/{id}', { params: { path: { id } } }))

// What was read whole says more of an open whistle than a list does: who has reported in, until when it is shelved.
const states = shallowReactive(new Map<string, Messages['WhistleState']>())
export function state_of(item: Messages['InboxItem']): Messages['WhistleState'] | null {
  const state = states.get(item.whistle_id)
  return state?.version === item.version ? state : null
}
function learned<Found extends View | null>(view: Found): Found {
  if (view?.state) states.set(view.state.whistle_id, view.state)
  return view
}

export async function read_view(id: string): Promise<View> {
  const view = learned(await ask_view(id))
  await keep(key(id), view)
  return view
}

export const kept_view = async (id: string): Promise<View | null> => learned(await kept<View>(key(id)))

export async function read_history(id: string): Promise<Messages['HistoryItem'][]> {
  const steps: Messages['HistoryItem'][] = []
  for (;;) {
    const after = steps[steps.length - 1]?.entry?.version
    const page = await read<Messages['HistoryPage']>(
      `/api/v1/whistles/${id}/history${after ? `?after_version=${after}` : ''}`,
    )
    steps.push(...page.items)
    if (!page.more || page.items.length === 0) return steps
  }
}

// What the department says it did; an earlier attempt that failed is past.
export interface Result {
  text: string
  photos: string[]
}
const result_key = (id: string): string => `result:${id}`

// And what happened until then.
export interface Past {
  version: number
  steps: Step[]
}
const past_key = (id: string): string => `past:${id}`

export async function read_past(id: string): Promise<{ result: Result | null; past: Past }> {
  const items = await read_history(id)
  const handled = items.map((each) => each.entry?.handled).filter((each) => each !== undefined)
  const last = handled[handled.length - 1]
  const result = last ? { text: last.result, photos: last.photos } : null
  const past = { version: items[items.length - 1]?.entry?.version ?? 0, steps: steps_of(items) }
  await keep(result_key(id), result)
  await keep(past_key(id), past)
  return { result, past }
}

export const kept_result = (id: string): Promise<Result | null> => kept<Result>(result_key(id))
export const kept_past = (id: string): Promise<Past | null> => kept<Past>(past_key(id))

export const photo_address = (id: string, hash: string): string => `/api/v1/whistles/${id}/photos/${hash}?width=320`

export const large_photo_address = (id: string, hash: string): string =>
  `/api/v1/whistles/${id}/photos/${hash}?width=960`

// What is to be verified or answered is read before somebody walks out of the network, with its photos.
export async function read_ahead(tasks: { whistle_id: string; version: number }[]): Promise<void> {
  for (const { whistle_id, version } of tasks) {
    const before = await kept_view(whistle_id)
    if (before?.state?.version === version) continue
    const view = await read_view(whistle_id)
    const { result: said } = await read_past(whistle_id)
    const result = view.state?.stage === 'handled' ? said : null
    for (const hash of [...(view.state?.report?.photos ?? []), ...(result?.photos ?? [])]) {
      await fetch(photo_address(whistle_id, hash)).catch(() => undefined) // the worker keeps it
    }
  }
}
