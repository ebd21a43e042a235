// What a row of a queue is found by: its number, place, matter, lead, reporter and words.
import { area_name, department_name, matter_name } from '../../api/pack'
import { short_id } from '../../base/short_id'
import type { QueueRow } from './row'

// Each of the words, wherever it stands.
export function says(row: QueueRow, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).map((word) => word.replace(/^#/, ''))
  if (words.every((word) => word === '')) return true
  const all = [
    row.text,
    matter_name(row.matter),
    area_name(row.area, 3),
    short_id(row.id),
    row.id,
    department_name(row.lead),
    row.reporter,
  ].map((each) => each.toLowerCase())
  return words.every((word) => all.some((each) => each.includes(word)))
}
