// Views that somebody has given a name. They live on this browser; the address itself is what one gives to others.

export interface SavedView {
  name: string
  search: string // of the address: ?tab=figures&…
}

const kept = 'gridwhistle.board.views'
const views_max = 50
export const name_max = 40

function is_view(one: unknown): one is SavedView {
  const view = one as Partial<SavedView> | null
  return typeof view?.name === 'string' && typeof view.search === 'string' && view.search.startsWith('?')
}

export function read_views(): SavedView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(kept) ?? '[]')
    return Array.isArray(found) ? found.filter(is_view).slice(0, views_max) : []
  } catch {
    return [] // storage can be forbidden, and what is in it can be anything
  }
}

function keep(views: SavedView[]): SavedView[] {
  try {
    localStorage.setItem(kept, JSON.stringify(views))
  } catch {
    // they last for this page
  }
  return views
}

// The same name is the same view, as it is now.
export function with_view(views: SavedView[], one: SavedView): SavedView[] {
  return keep([one, ...views.filter((each) => each.name !== one.name)].slice(0, views_max))
}

export function without_view(views: SavedView[], name: string): SavedView[] {
  return keep(views.filter((each) => each.name !== name))
}
