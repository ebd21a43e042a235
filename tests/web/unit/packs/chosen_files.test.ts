import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { file_bytes_max } from '../../../../web/src/console/packs/canonical'
import { pack_of, read_chosen } from '../../../../web/src/console/packs/chosen_files'
import { NotAZip, TooLarge, unzip } from '../../../../web/src/console/packs/unzip'

const bytes = (text: string) => new TextEncoder().encode(text)

test('of a directory in a directory only the one with the pack is meant', () => {
  const chosen = pack_of([
    { path: 'city/pack.toml', bytes: bytes('name') },
    { path: 'city/duties.csv', bytes: bytes('x') },
    { path: 'city/expect.csv', bytes: bytes('e') },
    { path: 'city/README.md', bytes: bytes('r') },
    { path: 'city/old/duties.csv', bytes: bytes('old') },
  ])
  expect([...chosen.files.keys()]).toEqual(['pack.toml', 'duties.csv'])
  expect(chosen.expectations).toEqual(bytes('e'))
  expect(chosen.passed_over).toEqual(['city/README.md', 'city/old/duties.csv'])
  expect(chosen.faults).toEqual([])
})

test('no file of a pack at all is a fault', () => {
  expect(pack_of([{ path: 'photo.jpg', bytes: bytes('x') }]).faults).toEqual([{ file: '', line: 0, message: 'no_pack' }])
})

// One entry, as desktops write it.
function zip(path: string, content: Uint8Array, method: 0 | 8): ArrayBuffer {
  const name = bytes(path)
  const packed = method === 8 ? new Uint8Array(deflateRawSync(content)) : content
  const local = new DataView(new ArrayBuffer(30))
  local.setUint32(0, 0x04034b50, true)
  local.setUint16(26, name.length, true)
  const entry = new DataView(new ArrayBuffer(46))
  entry.setUint32(0, 0x02014b50, true)
  entry.setUint16(10, method, true)
  entry.setUint32(20, packed.length, true)
  entry.setUint16(28, name.length, true)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  end.setUint16(10, 1, true)
  end.setUint32(16, 30 + name.length + packed.length, true)
  const pieces = [new Uint8Array(local.buffer), name, packed, new Uint8Array(entry.buffer), name, new Uint8Array(end.buffer)]
  const whole = new Uint8Array(pieces.reduce((sum, each) => sum + each.length, 0))
  pieces.reduce((at, each) => {
    whole.set(each, at)
    return at + each.length
  }, 0)
  return whole.buffer
}

test.each([0, 8] as const)('a ZIP gives the files that are wanted, method %i', async (method) => {
  const content = bytes('code,name\n'.repeat(200))
  const found = await unzip(zip('city/areas.csv', content, method), () => true, 1 << 20)
  expect(found.get('city/areas.csv')).toEqual(content)
  expect((await unzip(zip('city/areas.csv', content, method), () => false, 1 << 20)).size).toBe(0)
})

test('what is no ZIP, or unpacks to more than it may, is refused', async () => {
  await expect(unzip(bytes('code,name, and much more text').buffer, () => true, 100)).rejects.toBeInstanceOf(NotAZip)
  await expect(unzip(zip('areas.csv', bytes('x'.repeat(5000)), 8), () => true, 100)).rejects.toBeInstanceOf(TooLarge)
})

const file_of = (name: string, size: number, whole: ArrayBuffer) =>
  ({ name, size, webkitRelativePath: '', arrayBuffer: async () => whole }) as unknown as File

test('what an archive has besides a pack is told: it may be a file of the pack under a wrong name', async () => {
  const archive = zip('city/shift.csv', bytes('code'), 8)
  const chosen = await read_chosen([file_of('city.zip', archive.byteLength, archive)])
  expect(chosen.passed_over).toEqual(['city/shift.csv'])
})

test('a file that is too large is called so, alone and in an archive', async () => {
  const fault = [{ file: 'duties.csv', line: 0, message: 'too_large' }]
  const alone = await read_chosen([file_of('duties.csv', file_bytes_max + 1, new ArrayBuffer(0))])
  expect(alone.faults).toEqual(fault)
  const archive = zip('city/duties.csv', new Uint8Array(file_bytes_max + 1), 8)
  const inside = await read_chosen([file_of('city.zip', archive.byteLength, archive)])
  expect(inside.faults).toEqual(fault)
})
