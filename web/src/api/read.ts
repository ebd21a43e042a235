// Routes whose answers are no messages of proto/, or that only say something: plain requests with the same problems as
// all others.
import { fetch_in_time } from './client'
import { learn_people } from './people'
import { Problem, type ProblemBody } from './problem'
import { session } from './session'

async function refuse(answer: Response): Promise<never> {
  if (answer.status === 401) session.value = null
  const body: Partial<ProblemBody> = await answer.json().catch(() => ({}))
  throw new Problem(body.code ?? `http_${answer.status}`, answer.status, body)
}

export async function read<Data>(path: string): Promise<Data> {
  const answer = await fetch_in_time(path)
  if (!answer.ok) return refuse(answer)
  const told = await answer.json()
  learn_people(told)
  return told
}

// Says something that changes no whistle and needs no receipt.
export async function say(path: string, body: object): Promise<void> {
  const answer = await fetch_in_time(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.value?.csrf ?? '' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) await refuse(answer)
}
