// Whether the board is being put on paper: a list is whole there, where on a screen it is as long as one looks.
import { nextTick, ref } from 'vue'

export const printed_max = 1_000 // rows; whoever wants more takes the file
export const printing = ref(false)

addEventListener('beforeprint', () => {
  printing.value = true
})
addEventListener('afterprint', () => {
  printing.value = false
})

// By a button of the page, which has to draw before the browser looks.
export async function print_whole(): Promise<void> {
  printing.value = true
  await nextTick()
  print()
  printing.value = false
}

export const rows_on_paper = <Row>(rows: readonly Row[], shown: number): Row[] =>
  rows.slice(0, printing.value ? Math.max(printed_max, shown) : shown)
