// Which language the pages speak, and how a room gets its words. Chinese is the first, English is complete: a room's
// English table has the keys of its Chinese one, or the type check fails.
import { ref, watchEffect } from 'vue'

export type Language = 'zh-CN' | 'en'

const kept = 'gridwhistle.language'

// Of the two, the one that the browser would rather have. Chinese where it wants neither.
export function wanted_of(all: readonly string[]): Language {
  for (const each of all) {
    if (/^zh\b/i.test(each)) return 'zh-CN'
    if (/^en\b/i.test(each)) return 'en'
  }
  return 'zh-CN'
}

// What somebody chose here once, else what his browser asks every server for.
function first_language(): Language {
  try {
    const chosen = localStorage.getItem(kept)
    if (chosen === 'en' || chosen === 'zh-CN') return chosen
  } catch {
    // storage can be forbidden
  }
  return wanted_of(navigator.languages ?? [navigator.language])
}

export const language = ref<Language>(first_language())

export function speak(chosen: Language): void {
  language.value = chosen
  try {
    localStorage.setItem(kept, chosen)
  } catch {
    // it lasts for this page
  }
}

watchEffect(() => {
  document.documentElement.lang = language.value
})

export type Words<Key extends string> = Record<Key, string>

// Words that are filled in may be written from right to left, or turn the direction; the sentence around them stays as it is.
const turns = /[\u0590-\u08FF\u202A-\u202E\u2066-\u2069\uFB1D-\uFEFC]/
const first_strong_isolate = '\u2068'
const pop_isolate = '\u2069'
const isolated = (words: string): string =>
  turns.test(words) ? `${first_strong_isolate}${words}${pop_isolate}` : words

// Names in a row: one that turns the direction turns neither its neighbours nor what stands between them.
export const joined = (words: readonly string[], between: string): string => words.map(isolated).join(between)

// The words of one room: t('due_in', { time: '3:40' }) fills {time}. Reactive where it is read in a template.
export function make_words<Table extends Record<string, string>>(zh: Table, en: Words<keyof Table & string>) {
  return (key: keyof Table & string, fill: Record<string, string | number> = {}): string => {
    const sentence: string = (language.value === 'en' ? en : zh)[key]
    return sentence.replace(/\{(\w+)\}/g, (all, name: string) => isolated(String(fill[name] ?? all)))
  }
}
