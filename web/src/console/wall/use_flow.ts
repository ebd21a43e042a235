// The facts of today and yesterday, kept by the stream: what was closed or has to report in is asked for once, a few
// whistles at a time, and each again when something happened to it.
import { onScopeDispose, shallowReactive, shallowRef, triggerRef } from 'vue'
import { api, told } from '../../api/client'
import { listen } from '../../api/live'
import { zone } from '../../api/pack'
import { Problem } from '../../api/problem'
import { ask_behind_figure } from '../../api/surveys'
import { server_now_ms } from '../../base/server_clock'
import { day_number } from '../../base/time_text'
import { shift_day } from '../board/period'
import { make_refetcher } from '../queue/refetch'
import { type Fact, fact_of, is_past } from './flow'

const at_a_time = 6
const asked_max = 20_000
const due_ahead_days = 10 // a limit in work hours ends behind a long holiday
const again_after_ms = 5_000
const swept_every_ms = 600_000

export function use_flow() {
  const facts = shallowRef(new Map<string, Fact>())
  const state = shallowReactive({ asked: 0, all: 0, whole: false, problem: null as unknown })
  let run = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let told_soon = false

  // Many answers, one change for the eye.
  function tell(): void {
    if (told_soon) return
    told_soon = true
    setTimeout(() => {
      told_soon = false
      triggerRef(facts)
    }, 200)
  }

  async function ask_one(id: string, into: Map<string, Fact>): Promise<void> {
    try {
      const fact = fact_of(await told(api.GET('/api/v1/whistles/{id}', { params: { path: { id } } })))
      if (fact && !is_past(fact, server_now_ms())) into.set(id, fact)
      else into.delete(id)
    } catch (thrown) {
      if (!(thrown instanceof Problem) || (thrown.status !== 403 && thrown.status !== 404)) throw thrown
      into.delete(id)
    }
  }

  async function wanted_ids(): Promise<string[]> {
    const today = day_number(server_now_ms(), zone())
    const [ended, responding] = await Promise.all([
      ask_behind_figure({ from: shift_day(today, -1), to: today }, 'none', '', 'honest', false),
      ask_behind_figure({ from: today, to: shift_day(today, due_ahead_days) }, 'none', '', 'response', false),
    ])
    return [...new Set([...ended, ...responding])].slice(-asked_max)
  }

  async function read_all(): Promise<void> {
    run += 1
    const mine = run
    clearTimeout(retry)
    Object.assign(state, { problem: null, asked: 0 })
    const found = new Map<string, Fact>()
    try {
      const waiting = await wanted_ids()
      if (mine !== run) return
      state.all = waiting.length
      const work = async () => {
        for (let id = waiting.pop(); id !== undefined && mine === run; id = waiting.pop()) {
          await ask_one(id, found)
          state.asked += 1
        }
      }
      await Promise.all(Array.from({ length: at_a_time }, work))
      if (mine !== run) return
      facts.value = found
      state.whole = true
      for (const id of missed.splice(0)) refetcher.want(id)
    } catch (thrown) {
      if (mine !== run) return
      state.problem = thrown
      retry = setTimeout(() => void read_all(), again_after_ms)
    }
  }

  const missed: string[] = [] // happened while all was read
  const refetcher = make_refetcher(
    (id) => ask_one(id, facts.value).then(tell, () => undefined), // a broken link brings `anew`, or the entry again
    () => void read_all(),
  )
  const stop = listen({
    anew: () => void read_all(),
    entries: (entries) => {
      const ids = entries.map((each) => each.whistle_id).filter((id) => id !== '')
      if (state.whole) for (const id of ids) refetcher.want(id)
      else missed.push(...ids)
    },
  })
  const sweep = setInterval(() => {
    for (const [id, fact] of facts.value) if (is_past(fact, server_now_ms())) facts.value.delete(id)
    tell()
  }, swept_every_ms)
  onScopeDispose(() => {
    stop()
    run += 1
    clearTimeout(retry)
    clearInterval(sweep)
    refetcher.drop()
  })
  return { facts, state }
}
