// Finding among one's own reports: every word has to stand somewhere.
export function has_words(asked: string, texts: readonly string[]): boolean {
  const words = asked.trim().toLowerCase().split(/\s+/)
  const all = texts.join('\n').toLowerCase()
  return words.every((each) => all.includes(each))
}
