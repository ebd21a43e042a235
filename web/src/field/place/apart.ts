// How far what is reported or verified lies from where this phone is: people choose a place in an office, or end at home
// what they began in the street. Said before it is sent, and never more than said.
import { metres_between } from '../../base/metres'
import type { Place, ReportDraft } from '../outbox/items'
import { type Ground, locate, metres_to_area } from './area_map'
import { on_map } from './datum'
import { type Fix, spot_of } from './location'
import { t } from '../words'

const rough_m = 50 // how exact a place is said to be goes without saying below it
const near_m = 100 // beyond what the phone may be wrong by

export interface Apart {
  // Chosen on the map; told by this phone somewhere else; a grid chosen by its name; where a whistle says it is.
  what: 'pin' | 'kept' | 'area' | 'site'
  metres: number
}

// Null: it is near enough, or nobody knows.
export function apart(draft: ReportDraft, fix: Fix | null, grounds: Ground[], datum: string): Apart | null {
  if (!fix) return null
  const pinned = draft.place_by === 'pin'
  const found = draft.place && from_place(pinned ? 'pin' : 'kept', draft.place, pinned ? 0 : draft.place.accuracy_m, fix, datum)
  if (found || !draft.area_by_hand) return found
  return beyond('area', metres_to_area(grounds, draft.area, on_map(fix, datum)), fix)
}

// Whoever verifies it stands somewhere else.
export function away_from(place: Place | undefined, fix: Fix | null, datum: string): Apart | null {
  return place && fix ? from_place('site', place, place.accuracy_m, fix, datum) : null
}

const beyond = (what: Apart['what'], metres: number, fix: Fix): Apart | null =>
  metres > fix.accuracy_m + near_m && Number.isFinite(metres) ? { what, metres } : null

function from_place(what: Apart['what'], place: Place, may_err_m: number, fix: Fix, datum: string): Apart | null {
  return beyond(what, Math.max(0, metres_between(spot_of(place, datum), on_map(fix, datum)) - may_err_m), fix)
}

// A spot that no grid of the map has, and nobody said which one it is for.
export function is_nowhere(draft: ReportDraft, grounds: Ground[], datum: string): boolean {
  const { place } = draft
  if (!place || draft.area_by_hand || grounds.length === 0) return false
  const reach_m = draft.place_by === 'device' ? place.accuracy_m : 0
  const there = locate(grounds, spot_of(place, datum), reach_m)
  return there.area === '' && there.beside.length === 0
}

function distance_text(metres: number): string {
  if (metres < 995) return t('report.metres', { count: Math.round(metres / 10) * 10 })
  const kilometres = metres / 1000
  return t('report.kilometres', { count: kilometres < 10 ? kilometres.toFixed(1) : Math.round(kilometres) })
}

export function apart_words({ what, metres }: Apart, fix: Fix | null): string {
  const words = t(`report.apart_${what}`, { distance: distance_text(metres) })
  const accuracy_m = Math.round(fix?.accuracy_m ?? 0)
  return accuracy_m > rough_m ? words + t('report.apart_rough', { metres: accuracy_m }) : words
}
