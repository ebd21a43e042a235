// A word on a whistle while it is written: every letter is kept at once, so that a kill, a newer version of the
// whistle or of the app finds it again. A word that says nothing is no draft. It is sent on the version shown then.
import { computed, ref } from 'vue'
import { send_said, take_fault } from '../app'
import { identity } from '../identity'
import { drop_item, outbox } from '../outbox/box'
import type { FieldCommand, OutboxItem, SaidCommand } from '../outbox/items'
import { Keeper, new_command, put_in_queue } from '../report/drafts'
import { is_full } from '../store'
import { t } from '../words'

export interface SpokenOf {
  id: string
  version: number
  about: string
  answers?: boolean
}
const is_draft = (each: OutboxItem): boolean => each.state === 'draft'

export const draft_of = (whistle_id: string, command: FieldCommand): OutboxItem | null =>
  outbox.value.find(
    (each) =>
      each.whistle_id === whistle_id &&
      each.command === command &&
      each.user === identity.value?.user &&
      is_draft(each),
  ) ?? null

export function use_word(whistle: () => SpokenOf, begin_with: SaidCommand, says_something: () => boolean) {
  const word = ref<OutboxItem>(
    draft_of(whistle().id, begin_with.command) ?? new_command(identity.value?.user ?? '', whistle(), begin_with),
  )
  const keeper = new Keeper()
  const state = ref<'none' | 'kept'>(outbox.value.some((each) => each.id === word.value.id) ? 'kept' : 'none')
  const trouble = ref('')
  const busy = ref(false)
  const sent_elsewhere = () => t('report.locked') // from another page, as it stood there
  // Without Vue's wrapping, which IndexedDB cannot copy.
  const plain = (): OutboxItem => JSON.parse(JSON.stringify(word.value))

  async function told<Done>(work: () => Promise<Done>): Promise<Done | null> {
    try {
      return await work()
    } catch (thrown) {
      if (is_full(thrown)) trouble.value = t('report.full')
      else take_fault(thrown)
      return null
    }
  }

  async function keep(): Promise<void> {
    if (await keeper.keep(plain())) state.value = 'kept'
    else trouble.value = sent_elsewhere()
  }

  async function change(said: SaidCommand): Promise<void> {
    if (busy.value) return
    word.value = { ...word.value, ...said }
    trouble.value = ''
    state.value = 'none'
    await told(async () => {
      await keep()
      if (says_something()) return
      await drop_item(word.value.id, is_draft)
      state.value = 'none'
    })
  }

  // True: it is in the queue on the disk, and from there nothing takes it back by a second press.
  async function send(): Promise<boolean> {
    if (busy.value) return false
    busy.value = true // before all else: a letter that comes later is no part of it
    const sent = await told(async () => {
      const { version, answers } = whistle()
      if (await keeper.keep(put_in_queue({ ...plain(), seen_version: version, answers }))) {
        send_said(word.value.id)
        return true
      }
      trouble.value = sent_elsewhere()
      return false
    })
    busy.value = sent ?? false
    return busy.value
  }

  return { word: computed(() => word.value), state, trouble, busy, keep, change, send }
}
