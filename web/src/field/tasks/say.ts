// A word on a whistle, through the outbox like everything else: kept first, sent when it can be.
import { send_now } from '../app'
import { identity } from '../identity'
import { put_item } from '../outbox/box'
import type { OutboxItem, Said } from '../outbox/items'
import { new_command, put_in_queue } from '../report/drafts'

export interface SpokenOf {
  id: string
  version: number
  about: string
}

export const begin_word = (whistle: SpokenOf, said: Said): OutboxItem =>
  new_command(identity.value?.user ?? '', whistle, said)

export async function queue_word(word: OutboxItem): Promise<void> {
  await put_item(put_in_queue(word))
  send_now()
}
