// The end of an id, which is random: enough to tell one whistle from another by phone. The beginning is the instant.
export const short_id = (id: string): string => id.slice(-6).toUpperCase()
