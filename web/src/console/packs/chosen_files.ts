// A pack as somebody chose it: a directory, its files, or a ZIP of either. What is no file of a pack is passed over and
// told.
import { expectations_file, file_bytes_max, pack_file_names, type PackFiles } from './canonical'
import { as_utf8, type FileFault } from './text_encoding'
import { NotAZip, TooLarge, unzip } from './unzip'

export interface ChosenPack {
  files: PackFiles
  expectations: Uint8Array | null
  passed_over: string[]
  faults: FileFault[]
}
interface Found {
  path: string
  bytes: Uint8Array
  too_large?: boolean // it was not read
}

const base_name = (path: string): string => path.split('/').pop() ?? path
const is_known = (name: string): boolean => name === expectations_file || pack_file_names.includes(name)
// Of a directory in a directory only the upper one is meant.
const depth = (path: string): number => path.split('/').length

export function pack_of(found: readonly Found[]): ChosenPack {
  const files = new Map<string, Uint8Array>()
  const made: ChosenPack = { files, expectations: null, passed_over: [], faults: [] }
  const at_depth = Math.min(
    ...found.filter((each) => base_name(each.path) === 'pack.toml').map((each) => depth(each.path)),
  )
  for (const { path, bytes, too_large } of found) {
    const name = base_name(path)
    if (!is_known(name) || (Number.isFinite(at_depth) && depth(path) !== at_depth)) {
      made.passed_over.push(path)
      continue
    }
    const text =
      too_large ? ({ file: name, line: 0, message: 'too_large' } as const) : as_table(name, bytes)
    if (!(text instanceof Uint8Array)) made.faults.push(text)
    else if (name === expectations_file) made.expectations = text
    else files.set(name, text)
  }
  if (files.size === 0 && made.faults.length === 0) made.faults.push({ file: '', line: 0, message: 'no_pack' })
  return made
}

const as_table = (name: string, bytes: Uint8Array): Uint8Array | FileFault =>
  name.endsWith('.csv') ? as_utf8(name, bytes) : bytes

export async function read_chosen(chosen: readonly File[]): Promise<ChosenPack> {
  const found: Found[] = []
  const unknown: string[] = [] // in archives
  const is_wanted = (path: string) => {
    const known = is_known(base_name(path))
    if (!known && !path.endsWith('/')) unknown.push(path)
    return known
  }
  for (const file of chosen) {
    const path = file.webkitRelativePath || file.name
    if (!file.name.toLowerCase().endsWith('.zip')) {
      const too_large = file.size > file_bytes_max
      const wanted = is_known(file.name) && !too_large
      found.push({ path, bytes: wanted ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array(0), too_large })
      continue
    }
    try {
      const entries = await unzip(await file.arrayBuffer(), is_wanted, file_bytes_max)
      for (const [inside, bytes] of entries) found.push({ path: inside, bytes })
    } catch (thrown) {
      const too_large = thrown instanceof TooLarge
      if (!too_large && !(thrown instanceof NotAZip)) throw thrown
      const fault: FileFault = too_large
        ? { file: base_name(thrown.message), line: 0, message: 'too_large' }
        : { file: file.name, line: 0, message: 'not_a_zip' }
      return { files: new Map(), expectations: null, passed_over: [], faults: [fault] }
    }
  }
  const made = pack_of(found)
  return { ...made, passed_over: [...made.passed_over, ...unknown] }
}
