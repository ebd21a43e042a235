// Rings by the rules of alarms.ts, and says it where it is not heard: in a toast, in the tab's title, and for an
// emergency in a banner until somebody has reported in.
import { computed, onScopeDispose, type Ref, watch } from 'vue'
import { area_name, matter_name } from '../../api/pack'
import { use_now } from '../../base/server_clock'
import { t as shared } from '../../base/words'
import type { QueueRow } from '../queue/row'
import { type Alarm, Alarms } from './alarms'
import { use_sound } from './sound'
import type { use_toasts } from './toasts'
import { t } from './words'

export function use_alarms(
  rows: Readonly<Ref<ReadonlyMap<string, QueueRow>>>,
  ready: () => boolean,
  to_report_in: () => number,
  toasts: ReturnType<typeof use_toasts>,
  open: (id: string) => void,
) {
  const now = use_now()
  const alarms = new Alarms()
  const { play } = use_sound()

  function tell(alarm: Alarm): void {
    if (alarm.sounds) play(alarm.kind)
    const [id = ''] = alarm.ids
    if (alarm.kind === 'emergency') return // the banner
    toasts.show(t(`alarm.${alarm.kind}`, { count: alarm.ids.length }), {
      about: alarm.kind,
      wrong: alarm.kind === 'overdue',
      act: { name: t('alarm.open'), run: () => open(id) },
    })
  }
  // Once a second at most, and only where a row has changed or an instant has come.
  let heard: ReadonlyMap<string, QueueRow> | null = null
  watch(now, (at) => {
    if (!ready() || (heard === rows.value && !alarms.due(at))) return
    heard = rows.value
    alarms.hear(heard.values(), at).forEach(tell)
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
  return { emergencies, first_words }
}
