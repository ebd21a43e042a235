// Asks the duty list of the whistle's area, and what the words are about, and names who may be meant; the whistle itself
// says who has done its matter there before. Without an answer
// nobody is named: any department can still be chosen.
import { computed, shallowRef, watch } from 'vue'
import type { Messages } from '../../api/client'
import { read } from '../../api/read'
import { serves_at } from '../whistle/serves'
import { type DutyRow, type Owner, owners_of, strongly_like } from './owners'
import { use_like } from './use_like'

// held: somebody chooses, or has chosen; then the list stays as it is.
export function use_owners(
  view: () => Messages['WhistleView'] | undefined,
  words: () => string,
  not: () => string,
  held: () => boolean,
) {
  const rows = shallowRef<DutyRow[]>([])
  async function ask_rows(area: string): Promise<void> {
    const slice = await read<{ rows: DutyRow[] }>(`/api/v1/forecasts?area=${encodeURIComponent(area)}`).catch(() => null)
    rows.value = slice?.rows ?? []
  }
  watch(
    () => view()?.state?.report?.area ?? '',
    (area) => {
      if (area !== '') void ask_rows(area)
    },
    { immediate: true },
  )
  // What the department writes says more than the report, which has misled somebody already.
  const suggested = use_like(() => `${words()} ${view()?.state?.report?.text ?? ''}`)
  const likely = computed((): Owner[] => {
    const state = view()?.state
    const called = (state?.obligations ?? []).filter((each) => each.stage !== 'returned').map((each) => each.department)
    const { matter, kind = 'routine', area = '' } = state?.report ?? {}
    const done = view()?.tally
    const like = strongly_like(suggested.value)
    return owners_of({ rows: rows.value, matter, kind, done, like, called, not: not(), serves: serves_at(area) })
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
