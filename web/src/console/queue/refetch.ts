// Asks again for what changed: each id at most once at a time, few at a time, and when too many wait, for everything at
// once.
// Law: a change that comes while its id is being asked for is asked for again.

export interface Refetcher {
  want: (id: string) => void
  drop: () => void // what waits counts no more
}

const at_once_max = 4
const waiting_max = 150

export function make_refetcher(ask: (id: string) => Promise<void>, ask_all: () => void): Refetcher {
  const waiting = new Set<string>()
  const asked = new Set<string>()

  function next(): void {
    for (const id of waiting) {
      if (asked.size >= at_once_max) return
      if (asked.has(id)) continue
      waiting.delete(id)
      asked.add(id)
      void ask(id).finally(() => {
        asked.delete(id)
        next()
      })
    }
  }

  return {
    want(id) {
      waiting.add(id)
      if (waiting.size > waiting_max) {
        waiting.clear()
        ask_all()
        return
      }
      next()
    },
    drop: () => waiting.clear(),
  }
}
