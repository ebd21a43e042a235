// What a part of the list behind a number is called. What was counted is not what is good: of returns it is what came back.
import type { Behind, FigurePart } from './view'
import type { BoardWord } from './words'

export function part_word(behind: Behind, part: FigurePart): BoardWord {
  if (part === 'of' || behind.tab !== 'figures') return `part.${part}`
  const { figure } = behind
  return figure === 'returned' || figure === 'unfounded' ? `part.${figure}.${part}` : `part.${part}`
}
