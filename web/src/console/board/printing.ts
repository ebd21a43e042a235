// Whether the board is being put on paper: a list is whole there, where on a screen it is as long as one looks.
import { nextTick, onBeforeUnmount, onMounted, ref } from 'vue'

export const printed_max = 1_000 // rows; whoever wants more takes the file
export const printing = ref(false)

addEventListener('beforeprint', () => {
  printing.value = true
})
addEventListener('afterprint', () => {
  printing.value = false
})

const asked_first = new Set<() => Promise<void>>()

// ask: what rows show is asked for before they are printed.
export function use_asked_for_paper(ask: () => Promise<void>): void {
  onMounted(() => asked_first.add(ask))
  onBeforeUnmount(() => asked_first.delete(ask))
}

// By a button of the page, which has to read and to draw before the browser looks; the browser's own command waits for
// nothing.
export async function print_whole(): Promise<void> {
  await Promise.all([...asked_first].map((ask) => ask()))
  printing.value = true
  await nextTick()
  print()
  printing.value = false
}

export const rows_on_paper = <Row>(rows: readonly Row[], shown: number): Row[] =>
  rows.slice(0, printing.value ? Math.max(printed_max, shown) : shown)
