// A share as it is read, the same in cells, cards, maps, charts and what is shown on hover. What has none is not 0 %.
export function percent_text(value: number | null | undefined): string {
  return value === null || value === undefined ? '—' : `${value.toFixed(2)} %`
}
