// The same steps of a story, by a pointer or by keys alone.
import type { Locator, Page } from 'playwright-core'
import { until } from './city'

export interface Hands {
  name: 'mouse' | 'keys'
  press: (what: Locator) => Promise<void>
  write: (into: Locator, text: string) => Promise<void>
  tick: (radio: Locator) => Promise<void>
}

const tabs_max = 250
const enabled = (what: Locator) => until('it can be pressed', () => what.isEnabled())
const has_focus = (what: Locator) => what.evaluate((each) => each === document.activeElement)
const group_has_focus = (radio: Locator) =>
  radio.evaluate((each) => document.activeElement instanceof HTMLInputElement && document.activeElement.name === (each as HTMLInputElement).name)

// Presses Tab until it is there: whoever has no pointer has to get there too.
export async function tab_until(page: Page, there: () => Promise<boolean>, key = 'Tab'): Promise<void> {
  for (let turn = 0; turn < tabs_max; turn += 1) {
    if (await there()) return
    await page.keyboard.press(key)
  }
  throw new Error(`no way there by ${key}`)
}

const rows_max = 50

// Presses j from the head of the list, which has the keys, until the cursor is on the row.
export async function walk_to_row(page: Page, id: string): Promise<void> {
  const row = `row-${id}`
  await page.keyboard.press('Home')
  for (let step = 0; step < rows_max; step += 1) {
    if (await page.evaluate((name) => document.getElementById(name)?.classList.contains('cursor') ?? false, row)) return
    await page.keyboard.press('j')
  }
  throw new Error(`no way to ${row} by ${rows_max} times j`)
}

export const mouse: Hands = {
  name: 'mouse',
  press: (what) => what.click(),
  write: (into, text) => into.fill(text),
  tick: async (radio) => {
    // A pointer hits the label: the dot is drawn by the page.
    await radio.locator('xpath=ancestor::label').click()
  },
}

export const keys: Hands = {
  name: 'keys',
  async press(what) {
    await what.waitFor()
    await enabled(what) // what is disabled, Tab passes by
    await tab_until(what.page(), () => has_focus(what))
    await what.page().keyboard.press('Enter')
  },
  async write(into, text) {
    await into.waitFor()
    await tab_until(into.page(), () => has_focus(into))
    await into.page().keyboard.insertText(text)
  },
  async tick(radio) {
    await radio.waitFor({ state: 'attached' })
    await tab_until(radio.page(), () => group_has_focus(radio))
    for (let turn = 0; turn < 6 && !(await radio.isChecked()); turn += 1) {
      await radio.page().keyboard.press((await has_focus(radio)) ? 'Space' : 'ArrowDown')
    }
  },
}
