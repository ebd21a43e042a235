// What the duty list would decide now of a matter in an area: asked before anybody commits to it.
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Messages } from '../../api/client'
import { read } from '../../api/read'
import { language } from '../../base/language'
import { use_now } from '../../base/server_clock'
import type { Explanation } from '../whistle/because'

export interface Forecast {
  text: string
  explanation: Explanation
  lead: string
  helpers: string[]
  desk: string
  desk_reason: Messages['DeskReason']
  report_in_due_ms: number
  handle_due_ms: number
}
export interface ForecastQuestion {
  matter: string // "matter:06010"
  area: string
  kind: Messages['WhistleKind']
  condition: number
}

const asked_after_ms = 250 // of the last change of the question

export function forecast_path({ matter, area, kind, condition }: ForecastQuestion): string {
  const asked = new URLSearchParams({ matter, area, kind, lang: language.value === 'en' ? 'en' : 'zh' })
  if (condition > 0) asked.set('condition', String(condition))
  return `/api/v1/forecast?${asked}`
}

export const is_whole = ({ matter, area, kind }: ForecastQuestion): boolean =>
  matter !== '' && area !== '' && kind !== 'unspecified'

const again_after_ms = 60_000 // what would be due in office hours moves on with the time

// Changes when an open form should ask again.
export function use_minute(): () => number {
  const now = use_now()
  return () => Math.floor(now.value / again_after_ms)
}

// Follows the question, and asks again when `again` changes. An answer to an older one is dropped.
export function use_forecast(question: () => ForecastQuestion, again: () => unknown = () => null) {
  const forecast = shallowRef<Forecast | null>(null)
  const fault = shallowRef<unknown>(null)
  const busy = ref(false)
  let newest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(asked: ForecastQuestion, number: number) {
    busy.value = true
    try {
      const answer = await read<Forecast>(forecast_path(asked))
      if (number !== newest) return
      forecast.value = answer
      fault.value = null
    } catch (thrown) {
      if (number !== newest) return
      forecast.value = null
      fault.value = thrown
    } finally {
      if (number === newest) busy.value = false
    }
  }

  watch(
    [question, language, again],
    ([asked]) => {
      newest += 1
      clearTimeout(timer)
      if (is_whole(asked)) timer = setTimeout(() => void ask(asked, newest), asked_after_ms)
      else forecast.value = fault.value = null
    },
    { immediate: true, deep: true },
  )
  onScopeDispose(() => {
    newest += 1
    clearTimeout(timer)
  })
  return { forecast, fault, busy }
}
