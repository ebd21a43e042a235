// An answer that is shown: asked again when the question changes, and when something has happened meanwhile - never more
// often than the server can well bear, because figures are folds over every whistle there is.
import { onScopeDispose, shallowReactive, watch } from 'vue'
import { listen } from '../api/live'

const skeleton_after_ms = 150
const again_after_ms = 15_000
const share_of_time = 20 // an answer that took a second is asked for every twenty

export interface Asked<Answer> {
  answer: Answer | null
  problem: unknown
  slow: boolean // nothing to show, and long enough for a skeleton
  busy: boolean
  again: () => void
}

// question: null asks nothing. The old answer stays while its question is asked again, and goes with the question.
export function use_asked<Question, Answer>(
  question: () => Question | null,
  ask: (question: Question) => Promise<Answer>,
  { live = true } = {},
): Asked<Answer> {
  const state: Asked<Answer> = shallowReactive({
    answer: null as Answer | null,
    problem: null,
    slow: false,
    busy: false,
    again: run,
  })
  let run_number = 0
  let stale = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    const asked = question()
    run_number += 1
    const mine = run_number
    clearTimeout(timer)
    stale = false
    if (asked === null) {
      Object.assign(state, { answer: null, problem: null, slow: false, busy: false })
      return
    }
    state.busy = true
    const skeleton = setTimeout(() => {
      if (mine === run_number && state.answer === null) state.slow = true
    }, skeleton_after_ms)
    const began = Date.now()
    try {
      const answer = await ask(asked)
      if (mine === run_number) Object.assign(state, { answer, problem: null })
    } catch (thrown) {
      if (mine === run_number) state.problem = thrown
    }
    clearTimeout(skeleton)
    if (mine !== run_number) return
    Object.assign(state, { busy: false, slow: false })
    timer = setTimeout(rest_is_over, Math.max(again_after_ms, (Date.now() - began) * share_of_time))
  }

  let resting_over = false
  function rest_is_over(): void {
    if (stale) void run()
    else resting_over = true
  }

  function happened(): void {
    stale = true
    if (!resting_over || document.hidden) return
    resting_over = false
    void run()
  }

  watch(
    () => JSON.stringify(question()),
    () => {
      state.answer = null
      resting_over = false
      void run()
    },
    { immediate: true },
  )
  const seen_again = () => {
    if (!document.hidden && stale) happened()
  }
  document.addEventListener('visibilitychange', seen_again)
  const deaf = live ? listen({ anew: () => void (state.busy || run()), entries: happened }) : () => undefined
  onScopeDispose(() => {
    run_number += 1
    clearTimeout(timer)
    deaf()
    document.removeEventListener('visibilitychange', seen_again)
  })
  return state
}
