// What others are called stays on the phone for its user, so that a history read in a cellar names them as in the office.
import { watch } from 'vue'
import { hold_people_for, people_known, recall_people } from '../api/people'
import { identity } from './identity'
import { keep, kept } from './store'

export const people_kept_max = 500 // the ones told last: more than one area's people
const settle_ms = 1000
const key_of = (user: string): string => `people:${user}`

let of_user = ''

export async function enter_people(): Promise<void> {
  const user = identity.value?.user ?? ''
  if (user === of_user) return
  of_user = user
  hold_people_for(user)
  const found = user === '' ? null : await kept<[string, string][]>(key_of(user))
  if (found && of_user === user) recall_people(found)
}

async function keep_people(user: string): Promise<void> {
  if (user !== '' && user === of_user) await keep(key_of(user), people_known().slice(-people_kept_max))
}

export function keep_people_told(fault: (thrown: unknown) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(people_known, () => {
    clearTimeout(timer)
    const user = of_user
    timer = setTimeout(() => void keep_people(user).catch(fault), settle_ms)
  })
}
