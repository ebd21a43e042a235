// What the phone knows of its city: names, map, what would become of a report here, and what is open around.
import { computed, shallowRef } from 'vue'
import type { Messages } from '../api/client'
import { know_pack, load_pack, pack_names, type PackNames } from '../api/pack'
import { read } from '../api/read'
import { server_now_ms } from '../base/server_clock'
import { identity } from './identity'
import { type GridsFile, type Ground, grounds_of } from './place/area_map'
import { make_reading, type Reading } from './reading'
import type { ForecastSlice } from './report/forecast'
import { keep, kept } from './store'

export type InboxItem = Messages['InboxItem']

const slice_ahead_ms = 2 * 3600_000
const pages_max = 5 // of a hundred: more than one person works through

async function whole_inbox(whose: string): Promise<InboxItem[]> {
  const items: InboxItem[] = []
  let after = ''
  for (let page = 0; page < pages_max; page += 1) {
    const found = await read<Messages['InboxPage']>(`/api/v1/inbox?${whose}${after}`)
    items.push(...found.items)
    const last = found.items[found.items.length - 1]
    if (!found.more || !last) break
    after = `&after_whistle_id=${last.whistle_id}`
  }
  return items
}

export interface City {
  area_open: Reading<InboxItem[]>
  mine: Reading<InboxItem[]>
  slice: Reading<ForecastSlice>
}

// Of one user; another one on this phone begins with nothing.
function city_of(user: string, area: string): City {
  return {
    area_open: make_reading(`open:${user}`, () => whole_inbox(`area=${encodeURIComponent(area)}`)),
    mine: make_reading(`mine:${user}`, () => whole_inbox(`reporter=${encodeURIComponent(user)}`)),
    slice: make_reading(`slice:${user}`, () =>
      read<ForecastSlice>(`/api/v1/forecasts?area=${encodeURIComponent(area)}`),
    ),
  }
}

const none = city_of('', '')
let of_user = ''
const present = shallowRef<City>(none)
export const city = computed(() => present.value)

export async function enter_city(): Promise<void> {
  const who = identity.value
  const key = who ? `${who.user} ${who.area}` : ''
  if (key === of_user) return
  of_user = key
  present.value = who ? city_of(who.user, who.area) : none
  const { area_open, mine, slice } = present.value
  await Promise.all([area_open.recall(), mine.recall(), slice.recall()])
}

const names_key = 'pack'
let kept_names = ''
const name_of_pack = (names: PackNames): string => `${names.pack}-${names.version}`
const map_key = 'map'

export async function recall_names(): Promise<void> {
  const names = await kept<PackNames>(names_key)
  if (!names) return
  know_pack(names)
  kept_names = name_of_pack(names)
}

// The map is large, so it is read once for each pack, and parsed when somebody looks at it.
interface KeptMap {
  pack: string
  file: GridsFile
}
export const grounds = shallowRef<Ground[]>([])
let grounds_of_pack = ''

export async function recall_map(): Promise<void> {
  const found = await kept<KeptMap>(map_key)
  if (!found || found.pack === grounds_of_pack) return
  grounds_of_pack = found.pack
  grounds.value = grounds_of(found.file)
}

async function refresh_map(pack: string): Promise<void> {
  await recall_map()
  if (grounds_of_pack === pack) return
  const file = await read<GridsFile>('/api/v1/map')
  await keep(map_key, { pack, file })
  await recall_map()
}

export async function refresh_names(): Promise<void> {
  const names = await load_pack()
  // Half a megabyte is not written again for nothing.
  if (kept_names !== name_of_pack(names)) await keep(names_key, names)
  kept_names = name_of_pack(names)
  await refresh_map(names.pack)
}

// A fault of one does not stop the others; each remembers its own.
export async function refresh_lists(): Promise<void> {
  if (of_user !== '') await Promise.all([present.value.area_open.refresh(), present.value.mine.refresh()])
}

// As long as it holds for the hours to come, it is not read again.
export async function refresh_slice(): Promise<void> {
  const { slice } = present.value
  const holds =
    slice.value?.pack === pack_names()?.pack && (slice.value?.valid_until_ms ?? 0) > server_now_ms() + slice_ahead_ms
  if (of_user !== '' && !holds) await slice.refresh()
}

export const photo_at_verification = computed(() => pack_names()?.photo === 'required')
