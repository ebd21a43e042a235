// Whole whistles that somebody looked at or has to do with, kept for the place without a network.
import { api, type Messages, told } from '../api/client'
import { keep, kept } from './store'

export type View = Messages['WhistleView']

const key = (id: string): string => `view:${id}`

export async function read_view(id: string): Promise<View> {
  const view = await told(api.GET('/api/v1/whistles/{id}', { params: { path: { id } } }))
  await keep(key(id), view)
  return view
}

export const kept_view = (id: string): Promise<View | null> => kept<View>(key(id))

export const photo_address = (id: string, hash: string): string => `/api/v1/whistles/${id}/photos/${hash}?width=320`

// What is to be verified or answered is read before somebody walks out of the network, with its photos.
export async function read_ahead(tasks: { whistle_id: string; version: number }[]): Promise<void> {
  for (const { whistle_id, version } of tasks) {
    const before = await kept_view(whistle_id)
    if (before?.state?.version === version) continue
    const view = await read_view(whistle_id)
    for (const hash of view.state?.report?.photos ?? []) {
      await fetch(photo_address(whistle_id, hash)).catch(() => undefined) // the worker keeps it
    }
  }
}
