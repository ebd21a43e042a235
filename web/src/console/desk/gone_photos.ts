// A photo that no whistle names is kept for 30 days (docs/operations.md): an older draft finds its own gone.
import { Problem } from '../../api/problem'

export interface Gone {
  left: string[] // that are still named
  at: number // which one it was, from 1
}

// Null: the server said no for another reason.
export function without_gone(photos: readonly string[], thrown: unknown): Gone | null {
  if (!(thrown instanceof Problem) || thrown.code !== 'photo_unknown') return null
  const at = photos.indexOf(thrown.detail)
  return at < 0 ? null : { left: photos.filter((_, i) => i !== at), at: at + 1 }
}
