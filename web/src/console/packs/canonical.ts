// The files of a policy pack and their one canonical form, whose SHA-256 names the pack: byte for byte what
// common/pack_files.cpp makes of the same directory, so that the browser and `gridwhistle pack publish` name it alike.
export const pack_file_names: readonly string[] = [
  'pack.toml',
  'areas.csv',
  'departments.csv',
  'matters.csv',
  'duties.csv',
  'limits.csv',
  'calendar.csv',
  'hours.csv',
  'ladders.csv',
  'posts.csv',
  'shifts.csv',
  'care.csv',
  'sayings.csv',
  'grids.geojson',
]
// Beside the pack's own files: what its city expects of it. No policy, and no part of the hash.
export const expectations_file = 'expect.csv'
export const file_bytes_max = 32 * 1024 * 1024 // of a whole that is sent (pack_bytes_max of docs/wire.md)

export type PackFiles = ReadonlyMap<string, Uint8Array>

const line_feed = 0x0a
const carriage_return = 0x0d

// Leading byte order marks and all carriage returns before a line feed go: normalising twice must change nothing.
export function normalised(bytes: Uint8Array): Uint8Array {
  let from = 0
  while (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3
  const made = new Uint8Array(bytes.length - from)
  let length = 0
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === line_feed) while (length > 0 && made[length - 1] === carriage_return) length -= 1
    made[length] = byte
    length += 1
  }
  return made.subarray(0, length)
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(pieces.reduce((sum, each) => sum + each.length, 0))
  let at = 0
  for (const each of pieces) {
    made.set(each, at)
    at += each.length
  }
  return made
}

// A line that says so, then for each known file in the order of names: its name, its length and its bytes.
export function canonical_bytes(files: PackFiles): Uint8Array<ArrayBuffer> {
  const ascii = new TextEncoder()
  const pieces: Uint8Array[] = [ascii.encode('gridwhistle-pack 1\n')]
  for (const name of [...pack_file_names].sort()) {
    const bytes = files.get(name)
    if (!bytes) continue
    const text = normalised(bytes)
    pieces.push(ascii.encode(`${name} ${text.length}\n`), text)
  }
  return joined(pieces)
}
