// Acts of one key: shown at once and sent at once. What was a mistake is taken back by a command of its own, that is
// recorded like every other.
import type { Messages } from '../../api/client'
import { Problem } from '../../api/problem'
import { person_name } from '../../api/people'
import { server_now_ms } from '../../base/server_clock'
import { ago_text } from '../../base/time_text'
import { short_id } from '../../base/short_id'
import { t as shared } from '../../base/words'
import { event_name } from '../../parts/event_words'
import type { use_queue } from '../queue/queue'
import type { QueueRow } from '../queue/row'
import { command_of, empty_draft } from './acts'
import { Giver } from './giving'
import type { use_toasts } from './toasts'
import { t } from './words'

export type QuickAct = 'report_in' | 'arrive' | 'unreport'

const shown_as: Record<QuickAct, Partial<QueueRow>> = {
  report_in: { obligation: 'reported_in', stage: 'handling' },
  arrive: { obligation: 'on_site' },
  unreport: { obligation: 'owed' },
}

export function use_quick_acts(queue: ReturnType<typeof use_queue>, toasts: ReturnType<typeof use_toasts>) {
  const under_way = new Map<string, Promise<void>>() // the last act of each whistle

  function tell_fault(row: QueueRow, act: QuickAct, thrown: unknown, again: () => void): void {
    const id = short_id(row.id)
    if (!(thrown instanceof Problem)) {
      toasts.show(t('not.done', { id, why: String(thrown) }), { wrong: true })
      return
    }
    const last = (thrown.body.meanwhile ?? []).filter((each) => each.actor !== '').pop()
    if (thrown.status === 412 && last) {
      const ago = ago_text(server_now_ms() - last.at_ms)
      const fill = { id, act: t(`act.${act}`), who: person_name(last.actor), ago, event: event_name(last.event) }
      toasts.show(t('not.faster', fill), { wrong: true })
      return
    }
    const act_again = thrown.passing ? { name: shared('state.retry'), run: again } : undefined
    toasts.show(t('not.done', { id, why: thrown.title }), { wrong: true, act: act_again })
  }

  function tell_done(row: QueueRow, act: QuickAct, receipt: Messages['Receipt']): void {
    const undo = () => void run({ ...row, version: receipt.version }, 'unreport')
    const offered = act === 'report_in' ? { act: { name: t('did.undo'), run: undo, undoes: true } } : {}
    // Takes the place of what was done to it before, which nothing undoes any more.
    toasts.show(t(`did.${act}`, { id: short_id(row.id) }), { about: row.id, ...offered })
  }

  async function act_out(row: QueueRow, act: QuickAct, giver: Giver): Promise<void> {
    const command = command_of(act, { ...empty_draft(), text: t('undo.reason') }, 0)
    if (!command) return
    queue.assume(row.id, shown_as[act])
    try {
      tell_done(row, act, await giver.give(row.id, row.version, command))
    } catch (thrown) {
      tell_fault(row, act, thrown, () => void run(row, act, giver))
    }
    // The server's own word, whatever it was.
    await queue.refresh(row.id)
    queue.settle(row.id)
  }

  // One after another: who takes something back at once does not wait for the row to be drawn.
  function run(row: QueueRow, act: QuickAct, giver = new Giver()): Promise<void> {
    const mine = (under_way.get(row.id) ?? Promise.resolve()).then(() => act_out(row, act, giver))
    under_way.set(row.id, mine)
    return mine.finally(() => {
      if (under_way.get(row.id) === mine) under_way.delete(row.id)
    })
  }
  return { run }
}
