// Rings by the rules of alarms.ts, and says it where it is not heard: in a toast, in the tab's title, and for an
// emergency in a banner until somebody has reported in.
import { computed, onScopeDispose, type Ref, shallowReactive, watch } from 'vue'
import { area_name, matter_name } from '../../api/pack'
import { use_now } from '../../base/server_clock'
import { short_id } from '../../base/short_id'
import { t as shared } from '../../base/words'
import type { QueueRow } from '../queue/row'
import { use_sound } from '../sound/sound'
import { type Alarm, Alarms, type Answer, Answers, Ends, of_reporter, of_supervisor } from './alarms'
import type { use_toasts } from './toasts'
import { t } from './words'

// What a row has to say until somebody has opened it: a toast is gone before he looks.
export type News = 'answered' | 'extended' | 'not_extended'

export function use_alarms(
  rows: Readonly<Ref<ReadonlyMap<string, QueueRow>>>,
  ready: () => boolean,
  to_report_in: () => number,
  toasts: ReturnType<typeof use_toasts>,
  open: (id: string) => void,
) {
  const now = use_now()
  const alarms = new Alarms()
  const reporters = new Answers(of_reporter)
  const supervisors = new Answers(of_supervisor)
  const ends = new Ends()
  const { play } = use_sound()

  const news = shallowReactive(new Map<string, News>())

  type Said = 'new' | 'due_soon' | 'overdue' | News
  function show(kind: Said, ids: readonly string[]): void {
    if (ids.length === 0) return
    toasts.show(t(`alarm.${kind}`, { count: ids.length }), {
      about: kind,
      wrong: kind === 'overdue',
      act: { name: t('alarm.open'), run: () => open(ids[0] ?? '') },
    })
  }
  // It has left the lists of whoever is at it, and nothing else on the page leads to it.
  function show_ended([first, ...others]: readonly QueueRow[]): void {
    if (!first) return
    const one = { id: short_id(first.id), stage: shared(`stage.${first.stage}`) }
    toasts.show(others.length === 0 ? t('alarm.ended_one', one) : t('alarm.ended', { count: others.length + 1 }), {
      about: 'ended',
      lasting: true,
      act: { name: t('alarm.open'), run: () => open(first.id) },
    })
  }
  function tell(alarm: Alarm): void {
    if (alarm.sounds) play(alarm.kind)
    if (alarm.kind !== 'emergency') show(alarm.kind, alarm.ids) // that has the banner
  }
  // Once a second at most, and only where a row has changed or an instant has come.
  let heard: ReadonlyMap<string, QueueRow> | null = null
  watch(now, (at) => {
    if (!ready() || (heard === rows.value && !alarms.due(at))) return
    heard = rows.value
    alarms.hear(heard.values(), at).forEach(tell)
    const hear_of = (what: News, answers: readonly Answer[]) => {
      const ids = answers.map((each) => each.id)
      for (const id of ids) news.set(id, what)
      show(what, ids)
    }
    hear_of('answered', reporters.hear(heard.values()))
    show_ended(ends.hear(heard.values()))
    const decided = supervisors.hear(heard.values())
    hear_of('extended', decided.filter((each) => each.later))
    hear_of('not_extended', decided.filter((each) => !each.later))
  })

  const emergencies = computed(() =>
    [...rows.value.values()].filter(
      (row) => row.kind === 'emergency' && row.obligation === 'owed' && row.awaits.length === 0,
    ),
  )
  const first_words = (row: QueueRow): string =>
    t('alarm.first', { matter: matter_name(row.matter), area: area_name(row.area) })

  const stop = watch(
    () => [to_report_in(), shared('product')] as const,
    ([count, product]) => {
      document.title = count > 0 ? `(${count}) ${product}` : product
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    stop()
    document.title = shared('product')
  })
  return { emergencies, first_words, news }
}
