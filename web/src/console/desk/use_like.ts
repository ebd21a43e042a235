// What words may be about, by the server's search of the pack: asked when somebody has stopped typing, and only the last
// answer counts. Without an answer nothing is like them.
import { onScopeDispose, shallowRef, watch } from 'vue'
import { api, type Messages, told } from '../../api/client'

const asked_after_ms = 400 // of the last letter
const text_characters = 400

export function use_like(words: () => string) {
  const like = shallowRef<Messages['MatterSuggestion'][]>([])
  let newest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(text: string, number: number): Promise<void> {
    const page = await told(api.GET('/api/v1/suggestions', { params: { query: { text } } })).catch(() => null)
    if (number === newest) like.value = page?.items ?? []
  }
  watch(
    () => words().trim().slice(0, text_characters),
    (text) => {
      newest += 1
      const number = newest
      clearTimeout(timer)
      if (text !== '') timer = setTimeout(() => void ask(text, number), asked_after_ms)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    newest += 1
    clearTimeout(timer)
  })
  return like
}
