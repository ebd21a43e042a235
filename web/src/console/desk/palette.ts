// Finding a command by its words, in any order: `报到 0841` is the same as `0841 报到`.
export interface PaletteEntry {
  name: string
  key?: string
  run: () => void
}

const shown_max = 30

export function find_entries(entries: readonly PaletteEntry[], text: string): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = entries.filter((each) => words.every((word) => each.name.toLowerCase().includes(word)))
  return fits.slice(0, shown_max)
}
