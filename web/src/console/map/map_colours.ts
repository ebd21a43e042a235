// What the map is painted with: the tokens as they are now, read anew when the theme changes.
import type { SlaState } from '../../base/sla'

const names = [
  'ink',
  'secondary',
  'surface',
  'raised',
  'line',
  'accent',
  'on-track',
  'due-soon',
  'overdue',
  'paused',
  'map-low',
  'map-high',
] as const
export type MapColours = Record<(typeof names)[number], string>

export function map_colours(): MapColours {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || '#888888']),
  ) as MapColours
}

const marks: Record<SlaState, keyof MapColours> = {
  on_track: 'on-track',
  due_soon: 'due-soon',
  overdue: 'overdue',
  done_late: 'overdue',
  paused: 'paused',
  done: 'paused',
  none: 'paused',
}
export const mark_colour = (colours: MapColours, state: SlaState): string => colours[marks[state]]

const darker_first = (one: string, other: string) => (lightness(one) < lightness(other) ? [one, other] : [other, one])
const lightness = (hex: string) => Number.parseInt(hex.slice(1, 3), 16) + 2 * Number.parseInt(hex.slice(3, 5), 16)

// Of a number on a mark: amber is light in both themes, the others are dark on light and light on dark.
export function mark_ink(colours: MapColours, state: SlaState): string {
  return state === 'due_soon' ? (darker_first(colours.ink, colours.raised)[0] ?? colours.ink) : colours.raised
}

// Calls back when the tokens have changed, until the returned function is called.
export function on_theme(changed: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const attribute = new MutationObserver(changed)
  attribute.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  scheme.addEventListener('change', changed)
  return () => {
    attribute.disconnect()
    scheme.removeEventListener('change', changed)
  }
}
