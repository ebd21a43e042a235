// An answer that is shown: asked again when the question changes, and when something has happened meanwhile - never
// more often than the server can well bear, because figures are folds over every whistle there is.
import { onScopeDispose, shallowReactive, watch } from 'vue'
import { listen, live } from '../api/live'
import { Problem } from '../api/problem'
import { server_now_ms } from '../base/server_clock'

const skeleton_after_ms = 150
const again_after_ms = 15_000
const after_fault_ms = 5_000
const share_of_time = 20 // an answer that took a second is asked for every twenty,
const rest_max_ms = 30_000 // or every thirty: one that the network held up says nothing of the server

export interface Asked<Answer> {
  answer: Answer | null
  answered_at_ms: number // of the answer that is shown; 0: none
  problem: unknown
  slow: boolean // nothing to show, and long enough for a skeleton
  busy: boolean
  again: () => void
}

// question: null asks nothing. The old answer stays while its question is asked again, and goes with the question.
// every_ms: asked again after so long though nothing happened, because time alone changes the answer; 0: never.
export function use_asked<Question, Answer>(
  question: () => Question | null,
  ask: (question: Question) => Promise<Answer>,
  every_ms = 0,
): Asked<Answer> {
  const state: Asked<Answer> = shallowReactive({
    answer: null as Answer | null,
    answered_at_ms: 0,
    problem: null,
    slow: false,
    busy: false,
    again: run,
  })
  let run_number = 0
  let happened = false // since it was asked
  let rests = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    const asked = question()
    run_number += 1
    const mine = run_number
    clearTimeout(timer)
    happened = false
    if (asked === null) {
      Object.assign(state, { answer: null, answered_at_ms: 0, problem: null, slow: false, busy: false })
      return
    }
    state.busy = true
    const skeleton = setTimeout(() => {
      if (mine === run_number && state.answer === null) state.slow = true
    }, skeleton_after_ms)
    const began = Date.now()
    try {
      const answer = await ask(asked)
      if (mine === run_number) Object.assign(state, { answer, answered_at_ms: server_now_ms(), problem: null })
    } catch (thrown) {
      if (mine === run_number) state.problem = thrown
    }
    clearTimeout(skeleton)
    if (mine !== run_number) return
    Object.assign(state, { busy: false, slow: false })
    rest(Math.min(rest_max_ms, Math.max(again_after_ms, (Date.now() - began) * share_of_time)))
  }

  function rest(long_ms: number): void {
    rests = true
    const passing = state.problem instanceof Problem && state.problem.passing
    const wait_ms = passing ? after_fault_ms : long_ms
    timer = setTimeout(() => {
      rests = false
      if (happened || passing) run_in_sight()
      else if (every_ms > 0) timer = setTimeout(run_in_sight, Math.max(0, every_ms - wait_ms))
    }, wait_ms)
  }

  // Nobody looks at a page that is out of sight; it asks when it is back.
  function run_in_sight(): void {
    if (document.hidden) happened = true
    else void run()
  }

  function hear(): void {
    happened = true
    if (!rests && !state.busy) run_in_sight()
  }

  watch(
    () => JSON.stringify(question()),
    () => {
      state.answer = null
      void run()
    },
    { immediate: true },
  )
  watch(
    () => live.link,
    (link) => link === 'live' && hear(),
  )
  const seen_again = () => {
    if (!document.hidden && happened) hear()
  }
  document.addEventListener('visibilitychange', seen_again)
  const deaf = listen({ anew: () => void (state.busy || run()), entries: hear })
  onScopeDispose(() => {
    run_number += 1
    clearTimeout(timer)
    deaf()
    document.removeEventListener('visibilitychange', seen_again)
  })
  return state
}
