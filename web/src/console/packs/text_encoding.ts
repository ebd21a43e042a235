// The encoding of a table that somebody saved: UTF-8, or GB18030 as Chinese spreadsheets write it. As
// common/text_encoding.cpp has it: bytes are read as one of the two from end to end, or refused with the place of the
// first that fits neither.

export interface FileFault {
  file: string
  line: number // 0: the file
  message: 'not_utf8' | 'not_text' | 'too_large' | 'not_a_zip' | 'no_pack'
}

const mark = [0xef, 0xbb, 0xbf]
const starts_with_mark = (bytes: Uint8Array): boolean => mark.every((each, i) => bytes[i] === each)

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

// The length of a character of three bytes or more that begins there, as UTF-8 has them for Chinese; 0: none does.
function long_character_at(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : 0
  for (let i = 1; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

function is_mostly_utf8(bytes: Uint8Array): boolean {
  let foreign = 0
  let in_utf8 = 0
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) < 0x80 ? 0 : long_character_at(bytes, at)
    if ((bytes[at] ?? 0) >= 0x80) foreign += Math.max(length, 1)
    in_utf8 += length
    at += Math.max(length, 1)
  }
  return in_utf8 * 2 > foreign
}

// The line on which the bytes stop being that encoding.
function fault_line(bytes: Uint8Array, encoding: string): number {
  let line = 1
  let from = 0
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && bytes[at] !== 0x0a) continue
    if (decoded(bytes.subarray(from, at), encoding) === null) return line
    from = at + 1
    line += 1
  }
  return 0
}

// The same text in UTF-8, byte for byte where it is UTF-8 already.
export function as_utf8(file: string, bytes: Uint8Array): Uint8Array | FileFault {
  if (decoded(bytes, 'utf-8') !== null) return bytes
  if (starts_with_mark(bytes) || is_mostly_utf8(bytes))
    return { file, line: fault_line(bytes, 'utf-8'), message: 'not_utf8' }
  const chinese = decoded(bytes, 'gb18030')
  if (chinese === null) return { file, line: fault_line(bytes, 'gb18030'), message: 'not_text' }
  return new TextEncoder().encode(chinese)
}
