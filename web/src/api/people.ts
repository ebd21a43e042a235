// What people are called. Every answer that speaks of users brings along the names of those who have one
// (docs/openapi.yaml, `people`); here they are kept as long as somebody is logged in, and asked for nowhere.
import { shallowReactive, watch } from 'vue'
import { session } from './session'

const names = shallowReactive(new Map<string, string>())
let held_for = '' // whose names outlive his session: a phone goes on without one

function begin_anew(): void {
  names.clear()
  if (session.value?.name) names.set(session.value.user, session.value.name)
}

// What one saw is not the next one's to see.
watch(
  () => session.value?.user,
  (user) => {
    if (held_for === '' || (user !== undefined && user !== held_for)) begin_anew()
    else if (session.value?.name) names.set(session.value.user, session.value.name)
  },
  { flush: 'sync', immediate: true },
)

// Nobody: names go with the session again.
export function hold_people_for(user: string): void {
  if (user === held_for) return
  held_for = user
  if (session.value?.user !== user) begin_anew()
}

export function learn_people(told: unknown): void {
  if (typeof told !== 'object' || told === null || !('people' in told)) return
  for (const [user, name] of Object.entries(told.people as Record<string, string>)) names.set(user, name)
}

// What was told since counts more.
export function recall_people(kept: readonly (readonly [string, string])[]): void {
  for (const [user, name] of kept) if (!names.has(user)) names.set(user, name)
}

export const people_known = (): [string, string][] => [...names]

// The user himself where nobody said what he is called.
export const person_name = (user: string): string => names.get(user) ?? user

// For paper and for lists of accounts, where names that two people have must not be mistaken.
export const person_and_user = (user: string): string => (names.has(user) ? `${names.get(user)} (${user})` : user)
