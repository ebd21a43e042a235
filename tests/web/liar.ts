// An answer of the server in which every free text wants to be more than a text: names of the pack, reports, reasons, notes,
// findings, who did it. Also those that this server lets nobody say, and that an older journal may have all the same.
import type { Page } from 'playwright-core'
import { hostile_texts } from './hostile'

// What somebody wrote or named, and no code that a page looks up.
const free =
  'name big_name class_name aliases text reason evidence question result detail title message today_text phrase note actor'.split(' ')

// Within the page, so that nothing is slower for it: what is read of any answer is exchanged as it is parsed. On a page the same
// words always become the same text, in whatever order answers come; on another page another one.
export async function lie_to(page: Page): Promise<void> {
  await page.addInitScript(
    ([texts, keys]) => {
      // Of the whole session: a phone keeps what it was told.
      const told = new Set<string>((sessionStorage.getItem('told') ?? '').split(' ').filter(Boolean))
      const page_name = location.pathname.replace(/[0-9a-f-]{36}/, '') + location.search
      const number_of = (words: string) => [...words].reduce((sum, each) => (sum * 31 + (each.codePointAt(0) ?? 0)) % 1_000_003, 7)
      const exchanged = (key: string, value: unknown): unknown => {
        if (Array.isArray(value)) return value.map((each) => exchanged(key, each))
        // Some of these names are those of codes, too: what people wrote here is in Chinese.
        const written = typeof value === 'string' && (key === 'actor' ? value !== '' : /[^\0-\x7f]/.test(value))
        if (written && keys.includes(key)) {
          const at = String(number_of(page_name + value) % texts.length)
          if (!told.has(at)) sessionStorage.setItem('told', [...told.add(at)].join(' '))
          return texts[Number(at)]
        }
        if (typeof value !== 'object' || value === null) return value
        return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, exchanged(name, each)]))
      }
      const parse = JSON.parse
      JSON.parse = (text: string) => exchanged('', parse(text))
      Response.prototype.json = async function json(this: Response) {
        return JSON.parse(await this.text())
      }
    },
    [[...hostile_texts], free] as const,
  )
}

// What a text has become that was to stay one: an element, a handler, an address of somebody else; letters that turn round what
// stands beside them; a page that is wider than its window.
export function became_of(page: Page): Promise<{ told: number; shown: number; wrong: string[] }> {
  return page.evaluate((texts) => {
    const wrong: string[] = 'hacked' in window ? ['a text has run'] : []
    const never =
      'iframe, object, embed, base, meta[http-equiv], math, marquee, video, mglyph, font, center, template, noscript p, body script, body style, body link'
    for (const each of document.querySelectorAll(never)) wrong.push(`element: ${each.outerHTML.slice(0, 200)}`)
    const may_say = ['title', 'alt', 'value', 'placeholder', 'content', 'label', 'pattern', 'class', 'd', 'style']
    for (const each of document.querySelectorAll('*')) {
      for (const { name, value } of each.attributes) {
        const leads = ['href', 'src', 'action', 'srcset', 'formaction'].includes(name)
        const away = leads && /evil\.example|javascript:|data:text/i.test(value)
        const code = !may_say.includes(name) && !/^(aria|data)-/.test(name) && /[<>{}]|onerror|javascript/.test(value)
        if (name.startsWith('on') || name.startsWith('v-') || away || code)
          wrong.push(`${each.tagName} ${name}=${value.slice(0, 100)}`)
      }
    }
    const turns = /[\u0590-\u08FF\u202A-\u202E\u2066-\u2069]/
    const seen = new Set<string>()
    const words = document.createRange()
    let widest: Element | null = null
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const holder = node.parentElement
      const text = node.textContent ?? ''
      if (!holder || text.trim() === '') continue
      words.selectNodeContents(node)
      if (words.getBoundingClientRect().right >= document.documentElement.scrollWidth - 1) widest = holder
      for (const each of texts) if (each.trim().length > 6 && text.includes(each.trim().slice(0, 24))) seen.add(each)
      if (!turns.test(text) || holder.tagName === 'OPTION') continue
      const { display, unicodeBidi } = getComputedStyle(holder)
      if (display === 'inline' && !/isolate|plaintext/.test(unicodeBidi))
        wrong.push(`turns its neighbours round: ${holder.outerHTML.slice(0, 120)}`)
    }
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) wrong.push(`wider than its window, ${scrollWidth} px: ${(widest as Element | null)?.outerHTML.slice(0, 160)}`)
    const told = (sessionStorage.getItem('told') ?? '').split(' ').length
    return { told, shown: seen.size, wrong: [...new Set(wrong)] }
  }, [...hostile_texts])
}
