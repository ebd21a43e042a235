// A text as a QR code (ISO/IEC 18004), of one size: version 5, error correction L, mask 0. That holds 106 bytes, which
// the link of a second factor needs; whoever has a longer name types the secret.
export const qr_side = 37
const data_bytes = 108
const check_bytes = 26
const format_bits = 0b111011111000100 // L, mask 0, with its own correction

// GF(256) with the polynomial x^8 + x^4 + x^3 + x^2 + 1.
function product(a: number, b: number): number {
  let made = 0
  for (let bit = 7; bit >= 0; bit -= 1) {
    made = (made << 1) ^ ((made >> 7) * 0x11d)
    made ^= ((b >> bit) & 1) * a
  }
  return made
}

// Reed-Solomon: the remainder of the data by the generator whose roots are the first powers of 2.
export function check_of(data: readonly number[], count: number): number[] {
  const generator: number[] = Array.from({ length: count }, (_, i) => (i === count - 1 ? 1 : 0))
  let root = 1
  for (let i = 0; i < count; i += 1) {
    for (let at = 0; at < count; at += 1)
      generator[at] = product(generator[at] ?? 0, root) ^ (at + 1 < count ? (generator[at + 1] ?? 0) : 0)
    root = product(root, 2)
  }
  const rest: number[] = Array.from({ length: count }, () => 0)
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0)
    rest.push(0)
    for (let at = 0; at < count; at += 1) rest[at] = (rest[at] ?? 0) ^ product(generator[at] ?? 0, factor)
  }
  return rest
}

// Mode and length, the bytes, an end of four zeros, and what fills the rest.
function coded(bytes: Uint8Array): number[] {
  const nibbles = [4, bytes.length >> 4, bytes.length & 15]
  for (const byte of bytes) nibbles.push(byte >> 4, byte & 15)
  nibbles.push(0)
  const data: number[] = []
  for (let at = 0; at < nibbles.length; at += 2) data.push(((nibbles[at] ?? 0) << 4) | (nibbles[at + 1] ?? 0))
  for (let fill = 0xec; data.length < data_bytes; fill ^= 0xec ^ 0x11) data.push(fill)
  return [...data, ...check_of(data, check_bytes)]
}

type Square = { dark: boolean; fixed: boolean }

class Drawing {
  readonly squares: Square[][] = Array.from({ length: qr_side }, () =>
    Array.from({ length: qr_side }, () => ({ dark: false, fixed: false })),
  )

  set(row: number, column: number, dark: boolean): void {
    const square = this.squares[row]?.[column]
    if (square) Object.assign(square, { dark, fixed: true })
  }

  // Rings around a middle: what a reader finds the code by.
  private rings(row: number, column: number, reach: number, light: readonly number[]): void {
    for (let down = -reach; down <= reach; down += 1)
      for (let right = -reach; right <= reach; right += 1)
        this.set(row + down, column + right, !light.includes(Math.max(Math.abs(down), Math.abs(right))))
  }

  marks(): void {
    for (let at = 0; at < qr_side; at += 1) {
      this.set(6, at, at % 2 === 0)
      this.set(at, 6, at % 2 === 0)
    }
    const far = qr_side - 4
    for (const [row, column] of [[3, 3], [3, far], [far, 3]] as const) this.rings(row, column, 4, [2, 4])
    this.rings(qr_side - 7, qr_side - 7, 2, [1])
    for (let bit = 0; bit < 15; bit += 1) {
      const dark = ((format_bits >> bit) & 1) === 1
      const beside = bit < 6 ? bit : bit < 8 ? bit + 1 : qr_side - 15 + bit // down the eighth column
      const along = bit < 8 ? qr_side - 1 - bit : bit === 8 ? 7 : 14 - bit // along the eighth row
      this.set(beside, 8, dark)
      this.set(8, along, dark)
    }
    this.set(qr_side - 8, 8, true)
  }

  // Two columns at a time from the right, up and down in turn.
  fill(bytes: readonly number[]): void {
    let bit = 0
    for (let right = qr_side - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5
      const upward = ((right + 1) & 2) === 0
      for (let step = 0; step < qr_side; step += 1)
        for (const column of [right, right - 1]) {
          const row = upward ? qr_side - 1 - step : step
          const square = this.squares[row]?.[column]
          if (!square || square.fixed) continue
          const dark = (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1
          square.dark = dark !== ((row + column) % 2 === 0)
          bit += 1
        }
    }
  }
}

// Rows of dark and light; null: the text is too long.
export function qr_rows(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > data_bytes - 2) return null
  const drawing = new Drawing()
  drawing.marks()
  drawing.fill(coded(bytes))
  return drawing.squares.map((row) => row.map((each) => each.dark))
}

// For the path of an SVG of qr_side units.
export function qr_path(text: string): string | null {
  const rows = qr_rows(text)
  return rows && rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
}
