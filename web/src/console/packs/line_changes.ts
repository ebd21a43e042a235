// Where the files of two packs differ: the lines that came and those that went, of each file. A line that was only moved
// is no difference: nearly every table of a pack means the same in another order.
import { normalised, pack_file_names, type PackFiles } from './canonical'

export interface FileChange {
  file: string
  come: string[]
  gone: string[]
}

function lines_of(bytes: Uint8Array | undefined): string[] {
  if (!bytes) return []
  return new TextDecoder()
    .decode(normalised(bytes))
    .split('\n')
    .filter((each) => each !== '')
}

// Those of one that the other has not, each as often as it is missing.
function missing_in(other: readonly string[], one: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const each of other) left.set(each, (left.get(each) ?? 0) + 1)
  return one.filter((each) => {
    const count = left.get(each) ?? 0
    left.set(each, count - 1)
    return count <= 0
  })
}

export function line_changes(old: PackFiles, next: PackFiles): FileChange[] {
  return pack_file_names
    .map((file) => {
      const [before, after] = [lines_of(old.get(file)), lines_of(next.get(file))]
      return { file, come: missing_in(before, after), gone: missing_in(after, before) }
    })
    .filter((each) => each.come.length + each.gone.length > 0)
}
