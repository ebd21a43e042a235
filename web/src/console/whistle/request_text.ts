// A request in two sentences: who asks for what, and why.
import type { Messages } from '../../api/client'
import { department_name, zone } from '../../api/pack'
import { person_name } from '../../api/people'
import { budget_text } from '../../base/limit_text'
import { instant_text } from '../../base/time_text'
import { work_day_ms_of } from './clocks'
import type { Asked, Said } from './requests'
import { t } from './words'

export function request_text(one: Asked, view: Messages['WhistleView']): string {
  const department = department_name(one.department)
  if (one.sort === 'extension') {
    const more = one.more ? budget_text(one.more, work_day_ms_of(view, one.department)) : ''
    return t('request.extension', { department, more })
  }
  if (one.sort === 'appeal') return t('request.appeal', { department, clock: t(`clock.${one.clock}`) })
  const until = instant_text(one.until_ms, zone())
  const asked = (view.state?.shelving_asked_until_ms ?? 0) > 0
  return asked ? t('request.shelving', { department, until }) : t('request.shelved', { until })
}

export const why_text = ({ actor, at_ms, words }: Said): string =>
  t('request.why', { who: person_name(actor), at: instant_text(at_ms, zone()), reason: words.join(' ') })
