// What departments ask a desk to decide, in words; what it has to rule on is told by itself.
import type { AwaitedDecision } from '../queue/row'
import { name_list } from '../whistle/names'
import { t } from './words'

export function asked_text(awaits: readonly AwaitedDecision[]): string {
  const asked = awaits.flatMap((each) =>
    each === 'extension' || each === 'shelving' || each === 'appeal' ? [t(`queue.decision.${each}`)] : [],
  )
  return name_list(asked)
}
