// What a whistle stands at, as a command centre says it: what waits for its ruling is not simply being handled.
import { t as shared } from '../../base/words'
import type { QueueRow } from '../queue/row'
import { t } from './words'

// awaits: not told of what the server only says is similar.
export type Standing = Pick<QueueRow, 'stage'> & Partial<Pick<QueueRow, 'awaits'>>

export const stage_text = ({ stage, awaits }: Standing): string =>
  awaits?.includes('return') ? t('bar.ruling') : shared(`stage.${stage}`)
