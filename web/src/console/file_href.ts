// Where the server writes a file of what is shown, in the language of the page.
import type { Language } from '../base/language'

export const formats = ['csv', 'xlsx'] as const
export type Format = (typeof formats)[number]

// path: inbox, figures/list …
export function file_href(path: string, format: Format, lang: Language, query: Record<string, string>): string {
  return `/api/v1/${path}/export?${new URLSearchParams({ format, lang: lang === 'en' ? 'en' : 'zh', ...query })}`
}
