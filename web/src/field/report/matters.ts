// What somebody may want to choose: what he used lately, or what his words are like.
import { computed, type Ref, shallowRef, watch } from 'vue'
import type { Messages } from '../../api/client'
import { find_matter, type PackMatter, pack_names } from '../../api/pack'
import { Problem } from '../../api/problem'
import { read } from '../../api/read'
import { online } from '../app'
import { city } from '../city'
import { identity } from '../identity'
import type { MatterKey } from '../outbox/items'
import { recent_matters } from './drafts'
import { build_index, search_matters } from './matter_search'

export const chips_max = 6
const typing_ms = 350

const admitted = computed(() => (pack_names()?.matters ?? []).filter((each) => each.admitted))
const index = computed(() => build_index(admitted.value, pack_names()?.sayings ?? []))
export const look_up = (words: string, most: number): PackMatter[] => search_matters(index.value, words, most)

export const same_key = (one: MatterKey | null, other: MatterKey | null): boolean =>
  one !== null && other !== null && one.kind === other.kind && one.code === other.code

export const key_of = (matter: PackMatter): MatterKey => ({ kind: matter.kind, code: matter.code })

export interface MatterClass {
  name: string
  matters: PackMatter[]
}

export const classes = computed((): MatterClass[] => {
  const found = new Map<string, PackMatter[]>()
  for (const each of admitted.value) {
    const list = found.get(each.class_name)
    if (list) list.push(each)
    else found.set(each.class_name, [each])
  }
  return [...found].map(([name, matters]) => ({ name, matters }))
})

// What is open around, the most frequent first: who has reported nothing here yet begins with that.
const common_around = computed((): MatterKey[] => {
  const counts = new Map<string, { key: MatterKey; count: number }>()
  for (const { matter } of city.value.area_open.value ?? []) {
    if (!matter || matter.code === '') continue
    const name = `${matter.kind}:${matter.code}`
    counts.set(name, { key: matter, count: (counts.get(name)?.count ?? 0) + 1 })
  }
  return [...counts.values()].sort((one, other) => other.count - one.count).map((each) => each.key)
})

// The server also knows what desks filed texts as; the phone's own search stands until it answers, and without it.
export function use_chips(text: Ref<string>, chosen: Ref<MatterKey | null>, fault: (thrown: unknown) => void) {
  const recent = shallowRef<MatterKey[]>([])
  const told = shallowRef<{ text: string; keys: MatterKey[] }>({ text: '', keys: [] })
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(words: string) {
    try {
      const page = await read<Messages['SuggestionPage']>(`/api/v1/suggestions?text=${encodeURIComponent(words)}`)
      const keys = page.items.flatMap((each) => (each.matter ? [each.matter] : []))
      if (text.value.trim() === words) told.value = { text: words, keys }
    } catch (thrown) {
      if (!(thrown instanceof Problem && thrown.passing)) fault(thrown)
    }
  }

  watch(text, (now) => {
    clearTimeout(timer)
    const words = now.trim()
    if (words !== '' && online.value) timer = setTimeout(() => void ask(words), typing_ms)
  })

  const guessed = computed((): MatterKey[] => {
    const words = text.value.trim()
    if (words === '') return []
    const own = look_up(words, chips_max).map(key_of)
    const by_server = told.value.text === words ? told.value.keys : []
    return [...by_server, ...own]
  })
  // Whence they are: the text, else what he used lately, filled up with what is open around.
  const source = computed(() => (guessed.value.length > 0 ? 'suggested' : 'usual'))
  const chips = computed((): PackMatter[] => {
    const offered = guessed.value.length > 0 ? guessed.value : [...recent.value, ...common_around.value]
    const keys = [...(chosen.value ? [chosen.value] : []), ...offered]
    const found = new Map<string, PackMatter>()
    for (const key of keys) {
      const matter = find_matter(key)
      // What the pack has dropped since is no choice any more.
      if (matter?.admitted || (matter && same_key(key, chosen.value))) found.set(`${key.kind}:${key.code}`, matter)
    }
    return [...found.values()].slice(0, chips_max)
  })

  async function recall() {
    recent.value = await recent_matters(identity.value?.user ?? '')
  }
  return { chips, source, recall }
}
