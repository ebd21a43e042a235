// Finding a command by its words, in any order: `报到 0841` is the same as `0841 报到`.
import { area_name, department_name, matter_name } from '../../api/pack'
import { short_id } from '../../base/short_id'
import { t as shared } from '../../base/words'
import type { QueueRow } from '../queue/row'
import { says } from '../queue/says'
import { desk_name } from '../whistle/names'
import { t } from './words'

export interface PaletteEntry {
  name: string
  more?: string // what is beside it, and finds it, too
  key?: string
  also?: string // found by this, too
  run: () => void
}

const shown_max = 30

export function find_entries(entries: readonly PaletteEntry[], text: string): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const said = ({ name, more = '', also = '' }: PaletteEntry) => `${name} ${more} ${also}`.toLowerCase()
  const fits = entries.filter((each) => words.every((word) => said(each).includes(word)))
  return fits.slice(0, shown_max)
}

const rows_max = 20

const held_by = ({ desk, lead }: QueueRow): string => (desk !== '' ? desk_name(desk) : department_name(lead))

// Whistles by number, place, matter, text or lead, each with how far it is and who has it. What one was found by stands
// in it, so that it stays found.
export function row_entries(rows: Iterable<QueueRow>, text: string, open: (id: string) => void): PaletteEntry[] {
  const found: PaletteEntry[] = []
  if (text.trim() === '') return found
  for (const row of rows) {
    if (found.length >= rows_max) break
    if (!says(row, text)) continue
    const fill = { id: short_id(row.id), matter: matter_name(row.matter), area: area_name(row.area) }
    found.push({
      name: `${t('palette.open', fill)} ${row.text}`,
      more: [shared(`stage.${row.stage}`), held_by(row)].filter(Boolean).join(' · '),
      also: `${row.id} ${row.reporter} ${area_name(row.area, 3)}`,
      run: () => open(row.id),
    })
  }
  return found
}
