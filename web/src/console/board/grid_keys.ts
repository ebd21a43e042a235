// Arrow keys in a table of numbers (WAI-ARIA grid): one number at a time is in the tab order, the arrows go to its
// neighbours. Cells that can be walked to carry data-at="row column".

import { nextTick, ref } from 'vue'

// The walk itself: which cell is in the tab order, and where a key leads.
export function use_grid_walk(table: () => HTMLElement | undefined, rows: () => number, columns: () => number) {
  const active = ref<[number, number]>([0, 0])

  async function walk(event: KeyboardEvent): Promise<void> {
    const from = (event.target as HTMLElement).dataset.at?.split(' ').map(Number)
    if (!from || from.length !== 2 || event.altKey || event.metaKey) return
    const to = step_to(event.key, [from[0] ?? 0, from[1] ?? 0], rows(), columns(), event.ctrlKey)
    const grid = table()
    if (!to || !grid) return
    event.preventDefault()
    active.value = to
    await nextTick()
    cell_at(grid, ...to)?.focus()
  }
  // Of that row, the column that Tab reaches; -1: none.
  const tab_column = (row: number): number => (Math.min(active.value[0], rows() - 1) === row ? active.value[1] : -1)
  return { active, walk, tab_column }
}

export function cell_at(table: HTMLElement, row: number, column: number): HTMLElement | null {
  return table.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)
}

const steps: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

// Where the key leads; null where it leads nowhere. rows and columns count from 0.
export function step_to(
  key: string,
  at: [number, number],
  rows: number,
  columns: number,
  to_end: boolean,
): [number, number] | null {
  if (key === 'Home') return to_end ? [0, 0] : [at[0], 0]
  if (key === 'End') return to_end ? [rows - 1, columns - 1] : [at[0], columns - 1]
  if (key === 'PageDown') return [Math.min(rows - 1, at[0] + 10), at[1]]
  if (key === 'PageUp') return [Math.max(0, at[0] - 10), at[1]]
  const step = steps[key]
  if (!step) return null
  const to: [number, number] = [at[0] + step[0], at[1] + step[1]]
  return to[0] < 0 || to[0] >= rows || to[1] < 0 || to[1] >= columns ? null : to
}
