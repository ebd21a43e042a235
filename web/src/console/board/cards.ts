// What was done because a whistle is late, by the ladder and by hand: a card is one, however many posts are told of it.
import type { Messages } from '../../api/client'

export const card_actions = ['red_card', 'yellow_card', 'supervise', 'urge'] as const
export type CardAction = (typeof card_actions)[number]

const urged = 43 // the event's number, as a state's history has it

// The gravest first; what there is none of is left out.
export function cards_of({
  obligations,
  history,
}: Pick<Messages['WhistleState'], 'obligations' | 'history'>): { action: CardAction; count: number }[] {
  const cards = (action: CardAction) =>
    new Set(
      obligations.flatMap(({ department, rungs }) =>
        rungs
          .filter((each) => each.action === action)
          .map(({ clock, percent, work_days_before: days }) => [department, clock, percent, days].join()),
      ),
    ).size
  const by_hand = history.filter((each) => each.event === urged).length
  return card_actions
    .map((action) => ({ action, count: cards(action) + (action === 'urge' ? by_hand : 0) }))
    .filter(({ count }) => count > 0)
}

// Whose order runs on it; empty: none does.
export function supervised_by({ supervision, supervised_by: user }: Messages['WhistleState']): string {
  const last = supervision?.segments.at(-1)
  return last && last.state !== 'stopped' ? user : ''
}
