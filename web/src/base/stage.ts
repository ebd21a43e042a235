// Which stages of a whistle are ends.
import type { Messages } from '../api/client'

const ends: readonly Messages['Stage'][] = ['closed', 'declined', 'withdrawn', 'joined']
export const is_end = (stage: Messages['Stage']): boolean => ends.includes(stage)
