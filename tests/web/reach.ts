// What a hand in a glove and an eye in the sun ask of a page: how large what is pressed is, how dark what is read is, and
// that nothing lies beyond the edge.
import type { Page } from 'playwright-core'

export const target_px = 48

// What may be pressed and is smaller than that, on the page or in the dialog that covers it.
export function small_targets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const top = document.querySelector('dialog[open]') ?? document.body
    const all = top.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, label.button, label.choice')
    return [...all]
      .filter((each) => !each.matches('.unseen, .skip') && !each.closest('dialog:not([open])'))
      .filter((each) => !(each instanceof HTMLInputElement && each.closest('label.choice'))) // its label is pressed
      .map((each) => ({ each, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
      .map(({ each, box }) => `${each.className || each.tagName} "${each.innerText.trim()}" ${box.width}x${box.height}`)
  }, target_px)
}

// Texts with less contrast than this.
export function pale_texts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((wanted) => {
    const parts = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number)
    const light = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = parts(colour).map((each) => {
        const share = each / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const ground = (at: Element | null): string => {
      for (let each = at; each; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor
        if ((parts(colour)[3] ?? 1) === 1) return colour
      }
      return 'rgb(255, 255, 255)'
    }
    const found = new Set<string>()
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const at = texts.currentNode.parentElement
      const words = texts.currentNode.textContent?.trim()
      if (!at || !words || !at.checkVisibility() || at.closest('svg, script, button:disabled')) continue
      const [one, other] = [light(getComputedStyle(at).color), light(ground(at))]
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      if (contrast < wanted) found.add(`${contrast.toFixed(1)} "${words}"`)
    }
    return [...found]
  }, least)
}

// Elements that reach beyond the right edge, or whose words do.
export function beyond_the_edge(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((each) => each.checkVisibility() && !each.closest('svg, .unseen, .skip'))
      .filter((each) => {
        const box = each.getBoundingClientRect()
        return box.width > 0 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1)
      })
      .map((each) => `${each.tagName}.${each.className} "${each.innerText.slice(0, 30)}"`),
  )
}

// What scrolls within the page, or within the sheet that covers it: a thumb would catch the wrong one.
export function inner_scrolls(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((each) => each.checkVisibility() && !each.matches('textarea, select, dialog, .unseen'))
      .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowY) && each.scrollHeight > each.clientHeight + 1)
      .map((each) => `${each.tagName}.${each.className}`),
  )
}
