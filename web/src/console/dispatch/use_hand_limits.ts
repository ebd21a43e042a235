// What the duty list says now of a report at hand, and until when whoever a desk names would have to act.
import { computed } from 'vue'
import type { Messages } from '../../api/client'
import { use_now } from '../../base/server_clock'
import { type ForecastQuestion, use_forecast, use_minute } from './forecast'
import { hand_limits, innermost, told_limits } from './hand_limits'

// lead: the department that is named; '' while nobody is.
export function use_hand_limits(report: () => Messages['Report'] | undefined, lead: () => string) {
  const question = computed((): ForecastQuestion => {
    const { matter, area = '', kind = 'unspecified', condition = 0 } = report() ?? {}
    return { matter: matter ? `${matter.kind}:${matter.code}` : '', area, kind, condition }
  })
  const now = use_now()
  const minute = use_minute()
  const { forecast } = use_forecast(() => question.value, minute)
  const too_wide = computed(() => forecast.value?.desk_reason === 'no_department')
  const { forecast: inside } = use_forecast(
    () => ({ ...question.value, area: too_wide.value ? innermost(question.value.area) : '' }),
    minute,
  )
  const limits = computed(() =>
    hand_limits({
      report: report(),
      told: told_limits(forecast.value?.explanation, inside.value?.explanation),
      lead: lead(),
      now_ms: now.value,
    }),
  )
  return { forecast, limits }
}
