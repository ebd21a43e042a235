// What the stories of the board have in common.
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { axe, shoot } from './browser'

// A table with numbers in it, beside the row of all.
export const loaded = (page: Page) => page.locator('.figure-table tbody tr').nth(1).waitFor()

export async function faultless(page: Page, name: string): Promise<void> {
  expect(await axe(page), name).toEqual([])
  await shoot(page, name)
}

export async function texts(cells: Locator): Promise<string[]> {
  return (await cells.allInnerTexts()).map((each) => each.replace(/\s+/g, ' ').trim())
}
