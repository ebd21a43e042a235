// What the stories of the board have in common.
import { readFileSync } from 'node:fs'
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

// What the board's button gives as CSV.
export async function csv_downloaded(page: Page): Promise<{ name: string; head: string; lines: string[] }> {
  await page.getByRole('button', { name: '导出' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()])
  // What is trimmed off is the mark that says UTF-8 to spreadsheets, too.
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\r\n')
  return { name: file.suggestedFilename(), head: lines[0] ?? '', lines: lines.slice(1) }
}
