// Files of a ZIP archive (APPNOTE 6.3): stored or deflated, as every desktop writes them. No encryption, no ZIP64: a
// pack is small.
const end_mark = 0x06054b50
const entry_mark = 0x02014b50
const local_mark = 0x04034b50
const comment_max = 65_535

export class NotAZip extends Error {}
export class TooLarge extends Error {} // of one file, by its path in the archive

function find_end(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - comment_max; at -= 1) {
    if (view.getUint32(at, true) === end_mark) return at
  }
  throw new NotAZip('no end of the central directory')
}

// Null: larger than it may be.
async function inflated(bytes: Uint8Array<ArrayBuffer>, bytes_max: number): Promise<Uint8Array | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > bytes_max) return null
    pieces.push(value)
  }
  const made = new Uint8Array(length)
  pieces.reduce((at, piece) => {
    made.set(piece, at)
    return at + piece.length
  }, 0)
  return made
}

// Those entries that are wanted, by their path in the archive.
export async function unzip(
  archive: ArrayBuffer,
  wanted: (path: string) => boolean,
  bytes_max: number,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  try {
    const view = new DataView(archive)
    const end = find_end(view)
    const count = view.getUint16(end + 10, true)
    let at = view.getUint32(end + 16, true)
    for (let i = 0; i < count; i += 1) {
      if (view.getUint32(at, true) !== entry_mark) throw new NotAZip('an entry is missing')
      const method = view.getUint16(at + 10, true)
      const packed = view.getUint32(at + 20, true)
      const name_length = view.getUint16(at + 28, true)
      const local = view.getUint32(at + 42, true)
      const path = new TextDecoder().decode(new Uint8Array(archive, at + 46, name_length))
      at += 46 + name_length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
      if (!wanted(path)) continue
      if (view.getUint32(local, true) !== local_mark) throw new NotAZip('an entry is not where it should be')
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
      const bytes = new Uint8Array(archive.slice(from, from + packed))
      if (method !== 0 && method !== 8) throw new NotAZip(`method ${method}`)
      const whole = method === 0 ? bytes : await inflated(bytes, bytes_max)
      if (!whole || whole.length > bytes_max) throw new TooLarge(path)
      found.set(path, whole)
    }
  } catch (thrown) {
    throw thrown instanceof NotAZip || thrown instanceof TooLarge ? thrown : new NotAZip(String(thrown)) // read beyond its end
  }
  return found
}
