// A request in one sentence: who asks for what.
import type { Messages } from '../../api/client'
import { department_name, zone } from '../../api/pack'
import { budget_text } from '../../base/limit_text'
import { instant_text } from '../../base/time_text'
import { type Asked, handle_clock } from './requests'
import { t } from './words'

export function request_text(one: Asked, view: Messages['WhistleView']): string {
  const department = department_name(one.department)
  if (one.sort === 'extension') {
    const work_day_ms = handle_clock(view, one.department)?.limit?.work_day_ms ?? 0
    return t('request.extension', { department, more: one.more ? budget_text(one.more, work_day_ms) : '' })
  }
  if (one.sort === 'appeal') return t('request.appeal', { department, clock: t(`clock.${one.clock}`) })
  const until = instant_text(one.until_ms, zone())
  const asked = (view.state?.shelving_asked_until_ms ?? 0) > 0
  return asked ? t('request.shelving', { department, until }) : t('request.shelved', { until })
}
