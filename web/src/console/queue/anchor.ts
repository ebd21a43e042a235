// What one reads in a list stays where it is when rows above it come and go.

// By how many rows everything has moved, judged by the first row in sight that is still there. first_at: its old place.
export function moved_by(
  was: readonly { id: string }[],
  now: readonly { id: string }[],
  first_at: number,
  in_sight: number,
): number {
  for (const { id } of was.slice(first_at, first_at + in_sight)) {
    const at = now.findIndex((row) => row.id === id)
    if (at >= 0) return at - was.findIndex((row) => row.id === id)
  }
  return 0
}
