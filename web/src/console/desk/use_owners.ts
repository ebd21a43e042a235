// Asks the duty list of the whistle's area, and what the words are about, and names who may be meant; the whistle itself
// says who has done its matter there before. Without an answer
// nobody is named: any department can still be chosen.
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { api, type Messages, told } from '../../api/client'
import { read } from '../../api/read'
import { serves_at } from '../whistle/serves'
import { type DutyRow, type Owner, owners_of, strongly_like } from './owners'

const asked_after_ms = 400 // of the last letter
const text_characters = 400

// held: somebody chooses, or has chosen; then the list stays as it is.
export function use_owners(
  view: () => Messages['WhistleView'] | undefined,
  words: () => string,
  not: string,
  held: () => boolean,
) {
  const rows = shallowRef<DutyRow[]>([])
  const like = shallowRef<Messages['MatterKey'][]>([])
  let newest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask_rows(area: string): Promise<void> {
    const slice = await read<{ rows: DutyRow[] }>(`/api/v1/forecasts?area=${encodeURIComponent(area)}`).catch(() => null)
    rows.value = slice?.rows ?? []
  }
  async function ask_like(text: string, number: number): Promise<void> {
    const page = await told(api.GET('/api/v1/suggestions', { params: { query: { text } } })).catch(() => null)
    if (number === newest) like.value = strongly_like(page?.items ?? [])
  }
  watch(
    () => view()?.state?.report?.area ?? '',
    (area) => {
      if (area !== '') void ask_rows(area)
    },
    { immediate: true },
  )
  // What the department writes says more than the report, which has misled somebody already.
  watch(
    () => `${words()} ${view()?.state?.report?.text ?? ''}`.trim().slice(0, text_characters),
    (text) => {
      newest += 1
      const number = newest
      clearTimeout(timer)
      if (text !== '') timer = setTimeout(() => void ask_like(text, number), asked_after_ms)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    newest += 1
    clearTimeout(timer)
  })
  const likely = computed((): Owner[] => {
    const state = view()?.state
    const called = (state?.obligations ?? []).filter((each) => each.stage !== 'returned').map((each) => each.department)
    const { matter, kind = 'routine', area = '' } = state?.report ?? {}
    const done = view()?.tally
    return owners_of({ rows: rows.value, matter, kind, done, like: like.value, called, not, serves: serves_at(area) })
  })
  const shown = shallowRef<Owner[]>([])
  watch(
    [likely, held] as const,
    ([now, is_held]) => {
      if (!is_held || shown.value.length === 0) shown.value = now
    },
    { immediate: true },
  )
  return shown
}
