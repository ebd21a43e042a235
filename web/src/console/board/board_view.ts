// The view in the address, and how to change it.
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { find_area, zone } from '../../api/pack'
import type { Grouping } from '../../api/surveys'
import { use_now } from '../../base/server_clock'
import { days_of } from './period'
import { type BoardView, read_view, unread_period, view_query } from './view'

export function use_board_view() {
  const route = useRoute()
  const router = useRouter()
  const now = use_now()
  const view = computed(() => read_view(route.query))
  const days = computed(() => days_of(view.value.period, now.value, zone()))
  const unread = computed(() => unread_period(route.query))
  const whistle = computed(() => (typeof route.params.whistle === 'string' ? route.params.whistle : ''))

  // A step that somebody wants to go back from is pushed; a setting is not.
  function go(change: Partial<BoardView>, how: 'push' | 'replace' = 'push'): void {
    void router[how]({ name: 'board', params: { whistle: '' }, query: view_query({ ...view.value, ...change }) })
  }
  function open_whistle(id: string): void {
    void router.push({ name: 'board', params: { whistle: id }, query: route.query })
  }
  function close_whistle(): void {
    void router.push({ name: 'board', params: { whistle: '' }, query: route.query })
  }
  return { view, days, unread, whistle, go, open_whistle, close_whistle }
}

const levels = ['city', 'district', 'street', 'community', 'grid'] as const

// How to group what lies in an area: by the level below it. Null where nothing is below.
export function grouping_below(area: string): Grouping | null {
  const level = find_area(area)?.level
  const below = level ? levels[levels.indexOf(level) + 1] : undefined
  return below && below !== 'city' ? below : null
}

// How an area's own row is asked for.
export function grouping_of(area: string): Grouping | null {
  const level = find_area(area)?.level
  return level ? (level === 'city' ? 'none' : level) : null
}
