// What people are called. Every answer that speaks of users brings along the names of those who have one
// (docs/openapi.yaml, `people`); here they are kept as long as somebody is logged in, and asked for nowhere.
import { shallowReactive, watch } from 'vue'
import { session } from './session'

const names = shallowReactive(new Map<string, string>())

// What one saw is not the next one's to see.
watch(
  () => session.value?.user,
  () => {
    names.clear()
    if (session.value?.name) names.set(session.value.user, session.value.name)
  },
  { flush: 'sync', immediate: true },
)

export function learn_people(told: unknown): void {
  if (typeof told !== 'object' || told === null || !('people' in told)) return
  for (const [user, name] of Object.entries(told.people as Record<string, string>)) names.set(user, name)
}

// The user himself where nobody said what he is called.
export const person_name = (user: string): string => names.get(user) ?? user

// For paper and for lists of accounts, where names that two people have must not be mistaken.
export const person_and_user = (user: string): string => (names.has(user) ? `${names.get(user)} (${user})` : user)
