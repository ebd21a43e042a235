// Finding in a list: every word that was asked for has to stand somewhere in what a row says.
export function has_words(asked: string, texts: readonly string[]): boolean {
  const words = asked.trim().toLowerCase().split(/\s+/)
  const all = texts.join('\n').toLowerCase()
  return words.every((each) => all.includes(each))
}
