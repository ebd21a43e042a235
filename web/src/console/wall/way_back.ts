// Where the way back from a wall leads.

// before: the address that the router remembers. Whoever came by the login, or by an address of his own, goes to his
// first room.
export const way_back = (before: unknown, first: string): string =>
  typeof before === 'string' && !/^\/(login|wall)\b/.test(before) ? before : first
