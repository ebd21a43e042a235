// The row that keys act on: it stays with its whistle while rows come and go, and moves to the neighbour when that one has
// gone, which is told.
import { ref, watch } from 'vue'

export function use_row_cursor(rows: () => readonly { id: string }[]) {
  const id = ref('')
  const left = ref('') // the row that went from under the cursor; empty once somebody has moved it
  let last = { id: '', at: 0 } // where it was in the list
  watch(
    [rows, id] as const,
    ([all, now_id]) => {
      const at = all.findIndex((row) => row.id === now_id)
      if (at < 0) {
        id.value = all[Math.min(last.at, all.length - 1)]?.id ?? ''
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
  const at = (): number => rows().findIndex((row) => row.id === id.value)
  // where: of the row to go to, by where the cursor is (0 where it is nowhere) and how many rows there are.
  function move(where: (at: number, count: number) => number): void {
    const all = rows()
    go(all[Math.max(0, Math.min(all.length - 1, where(Math.max(at(), 0), all.length)))]?.id ?? '')
  }
  return { id, left, go, move }
}
