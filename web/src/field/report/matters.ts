// What somebody may want to choose: what he used lately, or what his words are like.
import { computed, type Ref, ref, shallowRef, watch } from 'vue'
import type { Messages } from '../../api/client'
import { find_matter, type PackMatter, pack_names } from '../../api/pack'
import { Problem } from '../../api/problem'
import { read } from '../../api/read'
import { online } from '../app'
import { identity } from '../identity'
import type { MatterKey } from '../outbox/items'
import { recent_matters } from './drafts'
import { build_index, search_matters } from './matter_search'

export const chips_max = 6
const typing_ms = 350

const admitted = computed(() => (pack_names()?.matters ?? []).filter((each) => each.admitted))
const index = computed(() => build_index(admitted.value))
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

// The server also knows what desks filed texts as; the phone's own search stands until it answers, and without it.
export function use_chips(text: Ref<string>, chosen: Ref<MatterKey | null>, fault: (thrown: unknown) => void) {
  const recent = shallowRef<MatterKey[]>([])
  const told = shallowRef<{ text: string; keys: MatterKey[] }>({ text: '', keys: [] })
  const from_text = ref(false)
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

  const chips = computed((): PackMatter[] => {
    const words = text.value.trim()
    const guessed = words === '' ? [] : look_up(words, chips_max).map(key_of)
    const first = chosen.value ? [chosen.value] : []
    const keys = [...first, ...(told.value.text === words ? told.value.keys : []), ...guessed]
    from_text.value = keys.length > first.length
    if (!from_text.value) keys.push(...recent.value)
    const found = new Map<string, PackMatter>()
    for (const key of keys) {
      const matter = find_matter(key)
      if (matter) found.set(`${key.kind}:${key.code}`, matter)
    }
    return [...found.values()].slice(0, chips_max)
  })

  async function recall() {
    recent.value = await recent_matters(identity.value?.user ?? '')
  }
  return { chips, from_text, recall }
}
