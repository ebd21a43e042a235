// What is looked at on every page alike: whose language it speaks, where the focus is seen, and what a narrow window cuts off.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { City } from './city'

export type Language = 'zh-CN' | 'en'

// Names of the pack and of people stand on every page as they are written.
export function names_of({ pack, home }: City): string[] {
  const names = new Set<string>()
  const files = ['areas.csv', 'departments.csv', 'matters.csv', 'posts.csv', 'pack.toml'].map((each) => join(pack, each))
  for (const file of [...files, join(home, 'people.csv')])
    for (const word of readFileSync(file, 'utf8').match(/[^\s,"=|;/]*\p{Script=Han}[^\s,"=|;/]*/gu) ?? [])
      names.add(word)
  return [...names].sort((one, other) => other.length - one.length)
}

interface Spoken {
  where: string
  text: string
}

// Every text and every label that somebody sees or hears.
function spoken(page: Page): Promise<Spoken[]> {
  return page.evaluate(() => {
    const found = new Map<string, Spoken>()
    const told = (element: Element, text: string | null | undefined) => {
      const trimmed = text?.replace(/\s+/g, ' ').trim() ?? ''
      const where = `${element.tagName.toLowerCase()}.${String(element.className).split(' ')[0] ?? ''}`
      if (trimmed) found.set(`${where} ${trimmed}`, { where, text: trimmed })
    }
    const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true })
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node.parentElement && seen(node.parentElement)) told(node.parentElement, node.textContent)
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
      if (seen(element))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt']) told(element, element.getAttribute(name))
    return [...found.values()]
  })
}

// In English no Chinese word but the pack's; in Chinese no button, heading or label that has nothing but Latin words.
export async function wrong_language(page: Page, language: Language, names: readonly string[]): Promise<string[]> {
  const all = await spoken(page)
  const told = ({ where, text }: Spoken) => `${where}: ${text}`
  if (language === 'en') {
    const left = (text: string) => names.reduce((rest, name) => (rest.includes(name) ? rest.split(name).join('') : rest), text)
    return all.filter(({ text }) => /\p{Script=Han}/u.test(text) && /\p{Script=Han}/u.test(left(text.replace('中文', '')))).map(told)
  }
  const chrome = /^(button|a|label|legend|th|dt|h1|h2|h3|summary|option)\b/
  const own = /^(English|importer|CSV|XLSX|Ctrl|Esc|GPS|[a-z_]+(-[a-z0-9_]+)+|[#A-F0-9 ]+)$/
  return all.filter(({ where, text }) => chrome.test(where) && /[A-Za-z]{3}/.test(text) && !/\p{Script=Han}/u.test(text) && !own.test(text)).map(told)
}

const stops_max = 120

// Walks by Tab and names every stop where nothing shows that the focus is there.
export async function unseen_focus(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    getSelection()?.removeAllRanges()
  })
  const first = page.locator('body')
  await first.evaluate((body) => {
    body.tabIndex = -1
    body.focus()
    body.removeAttribute('tabindex')
  })
  for (let stop = 0; stop < stops_max; stop += 1) {
    await page.keyboard.press('Tab')
    if (!(await page.evaluate(look_at_stop))) break
  }
  return page.evaluate(end_of_walk)
}

interface Walk {
  unseen: string[]
  stops: Set<Element>
  last?: { element: Element; focused: string[] }
}
declare global {
  interface Window {
    walk?: Walk
  }
}

// Runs in the page. False: the walk has come round.
function look_at_stop(): boolean {
  const walk = (window.walk ??= { unseen: [], stops: new Set() })
  // The element, what it stands in, and what stands for it: a dot that the page draws is beside its input.
  const around = (element: Element) =>
    [element, element.nextElementSibling, element.parentElement, element.parentElement?.parentElement].filter(
      (each): each is Element => each instanceof Element && each !== document.body,
    )
  const looks = (element: Element) =>
    around(element).map((each) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(each)
      const outline = outlineStyle === 'none' || outlineWidth === '0px' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`
      return `${outline} ${boxShadow}`
    })
  if (walk.last) {
    const { element, focused } = walk.last
    const without = looks(element)
    const same = focused.length === without.length && focused.every((each, at) => each === without[at])
    if (same && element.isConnected) {
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''
      walk.unseen.push(`${element.tagName.toLowerCase()}.${String(element.className)} ${name}`)
    }
    delete walk.last
  }
  const now = document.activeElement
  if (!now || now === document.body || walk.stops.has(now)) return false
  walk.stops.add(now)
  walk.last = { element: now, focused: looks(now) }
  return true
}

function end_of_walk(): string[] {
  const { unseen, stops } = window.walk ?? { unseen: [], stops: new Set() }
  delete window.walk
  return stops.size === 0 ? ['nothing can be reached'] : unseen
}

// What a window of this width scrolls sideways for, and controls of which a part cannot be seen or got at.
export function cut_off(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth > width) found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${width}`)
    const name = (each: Element) =>
      `${each.tagName.toLowerCase()}.${String(each.className)} ${each.getAttribute('aria-label') ?? each.textContent?.trim().slice(0, 30) ?? ''}`
    for (const each of document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary')) {
      if (!each.checkVisibility({ visibilityProperty: true }) || each.closest('.unseen, .skip')) continue
      const box = each.getBoundingClientRect()
      if (box.width < 2 || box.height < 2) continue // its label is what is pressed
      const clips = getComputedStyle(each).overflowX !== 'visible' && !each.matches('input, select, textarea')
      if (clips && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).textOverflow !== 'ellipsis')
        found.push(`its text is cut off: ${name(each)}`)
      for (let holder = each.parentElement; holder; holder = holder.parentElement) {
        const { overflowX, position } = getComputedStyle(holder)
        if (overflowX === 'auto' || overflowX === 'scroll') break // it can be scrolled to
        const edge = holder === document.documentElement ? { left: 0, right: width } : holder.getBoundingClientRect()
        const hides = holder === document.documentElement || overflowX === 'hidden' || overflowX === 'clip'
        if (hides && (box.left < edge.left - 1 || box.right > edge.right + 1)) {
          found.push(`it sticks out: ${name(each)} ${Math.round(box.left)}-${Math.round(box.right)} of ${Math.round(edge.right)}`)
          break
        }
        if (position === 'fixed') break
      }
    }
    return found
  })
}
