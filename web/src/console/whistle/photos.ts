// Photos of a whistle in the order in which they were shown, each with where it comes from.
import { department_name } from '../../api/pack'
import { event_of } from '../../parts/event_words'
import { type JournalEntry, tell } from './timeline'
import { t } from './words'

export interface Photo {
  hash: string
  from: string
}

const hash_shape = /^[0-9a-f]{64}$/

function from_of(entry: JournalEntry): string {
  const event = event_of(entry)
  if (event === 'checked') return t('photos.from_check')
  if (entry.handled) return t('photos.from_handle', { department: department_name(entry.handled.department) })
  return event === 'raised' || event === 'amended' ? t('photos.from_report') : t('photos.from_verify')
}

// Each once, where it was shown first. What is no content address is no photo.
export function photos_of(reported: string[], history: JournalEntry[]): Photo[] {
  const found = new Map<string, Photo>()
  const take = (hash: string, from: string) => {
    if (hash_shape.test(hash) && !found.has(hash)) found.set(hash, { hash, from })
  }
  for (const hash of reported) take(hash, t('photos.from_report'))
  for (const entry of history) for (const hash of tell(entry).photos ?? []) take(hash, from_of(entry))
  return [...found.values()]
}

export const photo_path = (whistle_id: string, hash: string, width?: number): string =>
  `/api/v1/whistles/${whistle_id}/photos/${hash}${width ? `?width=${width}` : ''}`
