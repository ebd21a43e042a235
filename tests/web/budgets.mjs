// What a phone on a bad network has to fetch before it can work, gzip, with all that is loaded at once: sizes that may not
// be passed. Lazy chunks are named by what they hold.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

const out = resolve(import.meta.dirname, '../../build/web')
const manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8'))
const kib = (file) => gzipSync(readFileSync(join(out, file)), { level: 9 }).length / 1024

// Chunks that are fetched with an entry or screen: what it imports, and what that imports.
function fetched(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const each of manifest[key].imports ?? []) fetched(each, seen)
  return seen
}
const script = (keys) => [...keys].reduce((sum, key) => sum + kib(manifest[key].file), 0)
const styles = (keys) => [...new Set([...keys].flatMap((key) => manifest[key].css ?? []))].reduce((sum, file) => sum + kib(file), 0)

// And what it fetches behind that: every page of the phone is on it before the network is lost.
function whole(key, seen = new Set()) {
  if (seen.has(key)) return seen
  fetched(key, seen)
  for (const each of seen) for (const behind of manifest[each].dynamicImports ?? []) whole(behind, seen)
  return seen
}

const shell = fetched('index.html')
const screen = (key) => new Set([...shell, ...fetched(key)])
const alone = (key) => new Set([...fetched(key)].filter((each) => !screen_keys.has(each)))
const screen_keys = new Set([...shell, ...screen('src/console/desk/DeskPage.vue'), ...screen('src/console/dispatch/DispatchPage.vue')])
const chunk = (part) => Object.keys(manifest).filter((key) => key.includes(part))

const budgets = [
  ['field, script', script(fetched('field.html')), 90],
  ['field, script with all that comes behind', script(whole('field.html')), 105],
  ['field, styles', styles(fetched('field.html')), 12],
  ['desk with shell', script(screen('src/console/desk/DeskPage.vue')), 180],
  ['dispatch with shell', script(screen('src/console/dispatch/DispatchPage.vue')), 180],
  ...chunk('/map/').map((key) => [`map: ${key}`, script(alone(key)), 95]),
  ['board, lazy', script(alone('src/console/board/BoardPage.vue')), 215],
  ['wall, lazy', script(alone('src/console/wall/WallPage.vue')), 215],
  ...chunk('/chart').map((key) => [`charts: ${key}`, script(alone(key)), 215]),
]
let over = 0
for (const [name, size, limit] of budgets) {
  const fits = size <= limit
  over += fits ? 0 : 1
  console.log(`${fits ? 'ok  ' : 'OVER'} ${name}: ${size.toFixed(1)} of ${limit} KiB`)
}
process.exit(over === 0 ? 0 : 1)
