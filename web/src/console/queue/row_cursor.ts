// The row that keys act on: it stays with its whistle while rows come and go, and moves to the neighbour when that one has
// gone, which is told. One that is shown whole keeps it, in the list or not; from there one goes on where it stood.
import { ref, watch } from 'vue'

export function use_row_cursor(rows: () => readonly { id: string }[], whole: () => string = () => '') {
  const id = ref('')
  const left = ref('') // the row that went from under the cursor; empty once somebody has moved it
  let last = { id: '', at: 0 } // where it was in the list
  watch(whole, (opened) => opened !== '' && opened !== id.value && go(opened), { immediate: true })
  watch(
    [rows, id, whole] as const,
    ([all, now_id, opened]) => {
      const at = all.findIndex((row) => row.id === now_id)
      if (at < 0) {
        if (opened === '' || now_id !== opened) id.value = all[Math.min(last.at, all.length - 1)]?.id ?? ''
        if (now_id !== '' && now_id === last.id) left.value = now_id
      } else {
        last = { id: now_id, at }
      }
    },
    { immediate: true },
  )
  function go(to: string): void {
    left.value = ''
    id.value = to
  }
  // Where the cursor is: between two rows where its own has gone from the list, before all where it never was in it.
  function at(): number {
    const found = rows().findIndex((row) => row.id === id.value)
    return found >= 0 ? found : last.at - 0.5
  }
  // where: of the row to go to, by where the cursor is and how many rows there are.
  function move(where: (at: number, count: number) => number): void {
    const all = rows()
    const to = where(at(), all.length)
    const row = to > at() ? Math.floor(to) : Math.ceil(to)
    go(all[Math.max(0, Math.min(all.length - 1, row))]?.id ?? '')
  }
  return { id, left, go, move }
}
