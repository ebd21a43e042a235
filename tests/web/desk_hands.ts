// The same steps of a clerk at the desk, by a pointer or by keys alone.
import type { Page } from 'playwright-core'
import { until } from './city'
import { walk_to_row } from './hands'

interface Steps {
  go: (queue: number) => Promise<void>
  choose_row: (id: string) => Promise<void>
  act: (key: string, name: string) => Promise<void>
  undo: () => Promise<void>
  send: () => Promise<void>
  close_detail: () => Promise<void>
}
export type Hands = Record<'mouse' | 'keyboard', Steps>

export function hands_at(page: Page): Hands {
  const row_of = (id: string) => page.locator(`#row-${id}`)
  const mouse: Steps = {
    go: (queue) => page.locator('.queue-nav button').nth(queue - 1).click(),
    choose_row: (id) => row_of(id).click(),
    act: (_key, name) => page.locator('.act-bar').getByRole('button', { name, exact: true }).click(),
    undo: () => page.locator('.toast').getByRole('button', { name: '撤销' }).click(),
    send: () => page.locator('dialog button[type=submit]').click(),
    close_detail: async () => undefined,
  }
  const keyboard: Steps = {
    go: async (queue) => {
      await page.keyboard.press('g')
      await page.keyboard.press(String(queue))
    },
    async choose_row(id) {
      await row_of(id).waitFor()
      await walk_to_row(page, id)
      await page.keyboard.press('Enter')
      await page.locator('.whistle').waitFor()
    },
    act: (key) => page.keyboard.press(key),
    undo: async () => {
      await page.locator('.toast', { hasText: '撤销' }).waitFor()
      await page.keyboard.press('u')
    },
    async send() {
      const submit = page.locator('dialog button[type=submit]')
      await until('it can be sent', () => submit.isEnabled()) // a photo may still be on its way
      await page.keyboard.press('Control+Enter')
    },
    close_detail: async () => {
      await page.keyboard.press('Escape') // to the list
      await page.keyboard.press('Escape') // detail closed
    },
  }
  return { mouse, keyboard }
}
