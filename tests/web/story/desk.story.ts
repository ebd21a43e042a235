// A clerk's day at the desk, on a real server: what is blown appears by itself, is reported in to by one key, taken back,
// handled, returned; all of it once by mouse and once by keyboard alone.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { short_id } from '../../../web/src/base/short_id'
import { axe, desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { type Hands, hands_at } from '../desk_hands'
import { png } from '../pictures'
import { Seat } from '../seat'

const clerk = 'clerk-210102-public_security'
const colleague = 'night-210102-public_security'
const matter = { kind: 'component', code: '01012' } as const // 公安井盖: public security leads
let city: City
let browser: Browser
let desk: Seen
let walker: Seat
let other: Seat
let area = ''

const blow = (text: string, kind: 'routine' | 'emergency' = 'routine', code: string = matter.code): Promise<string> =>
  walker.blow({ matter: { ...matter, code }, area, text, kind, source: 'handheld' })
const row_of = (id: string) => desk.page.locator(`#row-${id}`)
const count_of = (queue: string) => desk.page.locator('.queue-nav button', { hasText: queue }).locator('.figures').innerText()
const stage_of = async (id: string) => (await other.show(id)).state?.obligations[0]?.stage

beforeAll(async () => {
  city = await City.start()
  const walks = city.enrolled().find((each) => each.role === 'grid_worker' && each.area.startsWith('210102'))
  area = walks?.area ?? ''
  walker = await Seat.take(city.url, walks?.user ?? '')
  other = await Seat.take(city.url, colleague)
  browser = await launch()
  desk = await open(browser, city.url, desktop)
  await log_in(desk.page, city.url, clerk, password)
})

afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

async function day_at_the_desk(name: keyof Hands): Promise<void> {
  const { page } = desk
  const hands = hands_at(page)[name]
  await hands.go(1)
  const first = await blow(`井盖翘起，${name}`)
  await row_of(first).waitFor()
  expect(await row_of(first).innerText()).toContain(short_id(first))
  expect(await row_of(first).innerText()).toMatch(/报到 · 限 \d+ 工作时/)

  await hands.choose_row(first)
  // It can be undone for five seconds: nothing else is waited for before.
  await hands.act('a', '报到')
  await hands.undo()
  await row_of(first).waitFor()
  await until('taken back', async () => (await stage_of(first)) === 'owed')
  await page.locator('.timeline blockquote', { hasText: '即时撤销' }).waitFor()
  await hands.close_detail()

  await hands.choose_row(first)
  await hands.act('a', '报到')
  await hands.go(2)
  await hands.choose_row(first)
  await hands.act('s', '到场')
  await until('on site', async () => (await stage_of(first)) === 'on_site')
  await hands.act('h', '处置完毕')
  await page.locator('dialog textarea[name=text]').waitFor()
  await shoot(page, `desk-handle-${name}`)
  await page.locator('dialog textarea[name=text]').fill('已换新井盖，现场恢复通行')
  await page.locator('dialog input[name=photos]').setInputFiles({ name: 'after.png', mimeType: 'image/png', buffer: png(640, 480) })
  await page.locator('.photo-pick li img').waitFor()
  await hands.send()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await until('handled', async () => (await stage_of(first)) === 'done')
  await hands.go(3)
  await row_of(first).waitFor()
  await hands.choose_row(first)
  const photo = page.locator('.photo-strip .photo')
  await photo.click()
  await page.locator('.photo-large[open] img').waitFor()
  await until('the photo', () => page.locator('.photo-large img').evaluate((each) => (each as HTMLImageElement).naturalWidth === 640))
  expect(await axe(page)).toEqual([])
  await shoot(page, `desk-photo-${name}`)
  await page.keyboard.press('Escape')
  await hands.go(5)
  await row_of(first).waitFor()

  await hands.go(1)
  const second = await blow(`这是小区内部的井盖，${name}`)
  await row_of(second).waitFor()
  await hands.choose_row(second)
  await hands.act('r', '退单')
  await page.locator('dialog textarea[name=text]').fill('不属于公安井盖')
  await hands.send()
  await page.locator('.missing-note', { hasText: '请填写证据' }).waitFor()
  await page.locator('.missing-note', { hasText: '请选择应归哪个部门' }).waitFor()
  expect(await page.locator('dialog textarea[name=evidence]').evaluate((each) => each === document.activeElement)).toBe(true)
  expect(await axe(page)).toEqual([])
  await shoot(page, `desk-return-missing-${name}`)
  await page.locator('dialog textarea[name=evidence]').fill('井盖上铸有供水字样')
  // What the words are about, the duty list has somebody for.
  await page.locator('.owner', { hasText: '供水井盖' }).locator('input').check()
  await shoot(page, `desk-return-${name}`)
  await hands.send()
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await until('returned', async () => (await stage_of(second)) === 'returned')
  await hands.go(4)
  await row_of(second).waitFor()
  expect(await row_of(second).innerText()).toContain('退单待裁定')
}

describe('a clerk at the desk', () => {
  it('sees an empty queue that says so', async () => {
    await desk.page.getByText('待报到已清空').waitFor()
    await desk.page.getByText('没有要看的哨').waitFor()
    expect(await desk.page.locator('.list-hint').count(), 'keys for what is not there').toBe(0)
    expect(await axe(desk.page)).toEqual([])
    await shoot(desk.page, 'desk-empty')
  })

  it('does his work by mouse', () => day_at_the_desk('mouse'))
  it('does his work by keyboard alone', () => day_at_the_desk('keyboard'))

  it('asks for more time in the unit of the limit, with the instant shown, and keeps an answer for later', async () => {
    const { page } = desk
    await hands_at(desk.page).keyboard.go(1)
    await hands_at(desk.page).keyboard.choose_row(await blow('要多些时间'))
    await page.keyboard.press('e')
    const amount = page.locator('dialog input[name=amount]')
    await until('the amount has the focus', () => amount.evaluate((each) => each === document.activeElement))
    await amount.fill('900')
    await page.locator('dialog .extend-told', { hasText: '超过了最多可延长的' }).waitFor()
    await hands_at(desk.page).keyboard.send()
    await page.locator('dialog [aria-invalid]').first().waitFor()
    expect(await page.getByText('超过了最多可延长的').count()).toBe(1)
    await amount.fill('2')
    await page.locator('dialog .extend-told', { hasText: /单位与处置时限相同，(只算办公时间|昼夜连续)/ }).waitFor()
    await page.locator('dialog .extend-told strong', { hasText: /批准后限至 \d\d-\d\d \d\d:\d\d/ }).waitFor()
    await page.locator('dialog textarea[name=text]').fill('需要等待备件')
    await page.locator('.canned summary').click()
    await page.locator('.canned').getByRole('button', { name: '存为常用语' }).click()
    await page.locator('.canned-text', { hasText: '需要等待备件' }).waitFor()
    await page.getByRole('button', { name: '修改这条常用语: 需要等待备件' }).click()
    await page.locator('input.canned-text').fill('需要等待备件，三天')
    await page.keyboard.press('Enter')
    await page.locator('button.canned-text', { hasText: '需要等待备件，三天' }).waitFor()
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-extend')
    await hands_at(desk.page).keyboard.send()
    await page.locator('.toast', { hasText: '已申请延期' }).waitFor()
    await page.locator('.act-bar').getByRole('button', { name: '申请延期' }).waitFor({ state: 'detached' })
  })

  it('reports in to many at once, each with its own outcome', async () => {
    const { page } = desk
    const ids = [await blow('批量一'), await blow('批量二'), await blow('批量三')]
    for (const id of ids) await row_of(id).waitFor()
    for (const id of ids.slice(1)) await row_of(id).click({ modifiers: ['Control'] })
    await row_of(ids[0] ?? '').locator('.queue-mark').click() // without any key
    await page.locator('.bulk-bar', { hasText: '已选 3 件' }).waitFor()
    expect(await axe(page)).toEqual([])
    await other.give(ids[1] ?? '', 'report-in')
    await row_of(ids[1] ?? '').waitFor({ state: 'detached' })
    await page.keyboard.press('a')
    await until('both that are left', async () => (await page.locator('dialog .outcomes li').count()) === 2)
    await page.locator('dialog button[type=submit]:focus').waitFor()
    await hands_at(desk.page).keyboard.send()
    await page.locator('dialog').waitFor({ state: 'detached' })
    await until('all of them', async () => (await Promise.all(ids.map(stage_of))).every((each) => each === 'reported_in'))
    // And all at once they are taken back.
    await page.locator('.toast', { hasText: '已报到 2 件' }).waitFor()
    await page.keyboard.press('u')
    const own = [ids[0] ?? '', ids[2] ?? '']
    await until('taken back', async () => (await Promise.all(own.map(stage_of))).every((each) => each === 'owed'))
    await page.keyboard.press('u')
    await page.locator('.toast', { hasText: '没有可撤销的' }).waitFor()
    for (const id of own) await other.give(id, 'report-in')
    for (const id of own) await row_of(id).waitFor({ state: 'detached' })
  })

  it('shows each as one goes, keeps the focus at the work, and never takes one for the selection', async () => {
    const { page } = desk
    const ids = [await blow('随行一'), await blow('随行二')]
    for (const id of ids) await row_of(id).waitFor()
    const heading = page.locator('.desk-detail h2').first()
    await row_of(ids[0] ?? '').click()
    await heading.getByText(`#${short_id(ids[0] ?? '')}`).waitFor()
    await page.keyboard.press('j')
    await until('what is seen whole is what the cursor is on', async () => {
      const under = ((await page.locator('.virtual-row.cursor').getAttribute('id')) ?? '').replace('row-', '')
      return under !== ids[0] && (await heading.innerText()).includes(`#${short_id(under)}`)
    })
    // What was pressed is gone, and the keys of the whistle go on working.
    await row_of(ids[0] ?? '').click()
    await heading.getByText(`#${short_id(ids[0] ?? '')}`).waitFor()
    await page.locator('.act-bar').getByRole('button', { name: '报到' }).click()
    await page.locator('.act-bar').getByRole('button', { name: '到场' }).waitFor()
    await until('the focus is in the whistle', () => page.evaluate(() => document.activeElement?.closest('.desk-detail') != null))
    // Also from the list, which it has left: the neighbour is not written to.
    await page.keyboard.press('Escape')
    await page.keyboard.press('t')
    await page.locator('dialog h2', { hasText: `#${short_id(ids[0] ?? '')}` }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await row_of(ids[1] ?? '').click({ modifiers: ['Control'] })
    await page.keyboard.press('h')
    await page.locator('.toast', { hasText: '须逐件做' }).waitFor()
    expect(await page.locator('dialog[open]').count()).toBe(0)
    expect(await page.locator('.bulk-bar').getByRole('button', { name: '报到' }).count()).toBe(1)
    await page.locator('.bulk-bar').getByRole('button', { name: '取消选择' }).click()
    await other.give(ids[1] ?? '', 'report-in')
    await row_of(ids[1] ?? '').waitFor({ state: 'detached' })
  })

  it('cannot overlook an emergency, and reports in to it from the banner', async () => {
    const { page } = desk
    const id = await blow('消防设施冒烟', 'emergency', '01013')
    await page.locator('.emergency-banner').waitFor()
    await until('the title counts', async () => /^\(\d+\)/.test(await page.title()))
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-emergency')
    await page.locator('.emergency-banner').getByRole('button', { name: '报到' }).click()
    await page.locator('.emergency-banner').waitFor({ state: 'detached' })
    // The page shows it before the server has said so.
    await until('reported in', async () => {
      const owed = (await other.show(id)).state?.obligations
      return owed?.find((each) => each.department === '210102-public_security')?.stage === 'reported_in'
    })
  })

  it('blows an emergency, which calls its department at once', async () => {
    const { page } = desk
    await page.getByRole('button', { name: '应急吹哨' }).click()
    const send = page.locator('dialog button[type=submit]')
    await send.click()
    await page.locator('.missing-note', { hasText: '请写发生了什么' }).waitFor()
    await page.locator('.missing-note', { hasText: '请选在哪里' }).waitFor()
    await page.locator('dialog textarea[name=text]:focus').waitFor()
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-blow-missing')
    await page.locator('dialog textarea[name=text]').fill('沿街商铺着火，有人被困')
    for (const [name, typed] of [['在哪里', area], ['事项', '01013']] as const) {
      const pick = page.getByRole('combobox', { name: new RegExp(name) })
      await pick.fill(typed)
      await pick.press('Enter')
    }
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-blow')
    await send.click()
    await page.locator('.toast', { hasText: '已呼叫' }).waitFor()
    await page.locator('.emergency-banner').getByRole('button', { name: /消防设施/ }).waitFor()
    await page.locator('.emergency-banner').getByRole('button', { name: '报到' }).click()
    await page.locator('.emergency-banner').waitFor({ state: 'detached' })
  })

  it('says which photo of an old draft the server has no more, and keeps all the rest', async () => {
    const { page } = desk
    const id = await blow('照片太久以前')
    await row_of(id).waitFor()
    await row_of(id).click()
    await page.keyboard.press('a')
    await until('reported in', async () => (await stage_of(id)) === 'reported_in')
    await page.evaluate(
      ([user, key, gone]) => {
        const draft = { text: '已经修好', photos: [gone] }
        sessionStorage.setItem(`gridwhistle.drafts.${user}`, JSON.stringify([[key, draft]]))
      },
      [clerk, `${id} handle`, 'ab'.repeat(32)],
    )
    await page.reload()
    await page.goto(`${city.url}/desk/${id}?queue=report_in`)
    await page.locator('.act-bar').getByRole('button', { name: '处置完毕', exact: true }).click()
    await page.locator('.photo-pick li').waitFor()
    await page.locator('dialog button[type=submit]').click()
    await page.getByRole('alert').filter({ hasText: '第 1 张照片' }).waitFor()
    expect(await page.locator('dialog textarea[name=text]').inputValue()).toBe('已经修好')
    expect(await page.locator('.photo-pick li').count()).toBe(0)
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-photo-gone')
    await page.locator('dialog button[type=submit]').click()
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await until('handled', async () => (await stage_of(id)) === 'done')
  })

  it('asks why: this department, this deadline', async () => {
    const id = await blow('为什么')
    await row_of(id).click()
    await desk.page.locator('.explain summary').click()
    const plain = desk.page.locator('.because')
    await plain.first().waitFor()
    expect(await plain.first().innerText()).toMatch(/公安.*主办：.*公安井盖，责任清单第 \d+ 行指给它/)
    expect((await plain.allInnerTexts()).filter((each) => each.startsWith('报到至')).length).toBe(1)
    expect(await axe(desk.page)).toEqual([])
    await desk.page.locator('.explain').evaluate((each) => each.scrollIntoView({ block: 'start' }))
    await shoot(desk.page, 'desk-why')
    // How it was found is there for whoever wants to check it, and folded for everybody else.
    expect(await desk.page.locator('.explained').isVisible()).toBe(false)
    expect(await desk.page.locator('.explain').innerText()).not.toMatch(/limit-|[a-z]+:\d{5}|\.csv/)
    await desk.page.locator('.trace > summary').click()
    await desk.page.locator('.trace li', { hasText: /^第 \d+ 行：采用/ }).waitFor()
    expect(await desk.page.locator('.explain').innerText()).not.toMatch(/limit-|[a-z]+:\d{5}|\.csv/)
    await desk.page.locator('.raw > summary').click()
    await desk.page.locator('.explained').waitFor()
    expect(await desk.page.locator('.explained').innerText()).toContain('duties.csv:')
    expect(await axe(desk.page)).toEqual([])
  })

  it('does not take a letter for a command while an input method composes, nor with the shortcuts switched off', async () => {
    const { page } = desk
    const before = await count_of('待报到')
    await page.locator('.virtual-list').focus()
    await page.evaluate(() => {
      const composed = new KeyboardEvent('keydown', { key: 'a', isComposing: true, bubbles: true })
      document.activeElement?.dispatchEvent(composed)
    })
    await page.keyboard.press('?')
    await page.locator('dialog .key-list').waitFor()
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-keys')
    await page.locator('dialog .key-list', { hasText: 'G 1…6' }).waitFor()
    await page.locator('dialog input[name=letters]').uncheck()
    const left = await page.locator('dialog .key-list dt').allInnerTexts()
    expect(left, 'only what works without letters').toEqual(['↓ ↑', 'Home End', 'Enter', '空格', 'Ctrl / Shift', 'Ctrl Enter', 'Ctrl K', 'Esc'])
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.locator('.virtual-list').focus()
    await page.keyboard.press('a')
    await page.keyboard.press('r')
    expect(await page.locator('dialog[open]').count()).toBe(0)
    expect(await count_of('待报到')).toBe(before)
    await page.keyboard.press('Control+k')
    await page.locator('.palette input').fill('快捷键')
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-palette')
    await page.keyboard.press('Enter')
    await page.locator('dialog input[name=letters]').check()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
  })

  it('finds the same view by its address', async () => {
    const { page } = desk
    await page.locator('input[name=filter]').fill('要多些时间')
    await page.waitForURL((at) => at.searchParams.get('text') === '要多些时间')
    await until('one row', async () => (await page.locator('.virtual-row').count()) === 1)
    await page.goto(`${city.url}/desk?text=${encodeURIComponent('要多些时间 没有这个词')}`)
    await page.locator('.desk-detail', { hasText: '都被筛选条件挡住了' }).waitFor()
    await page.locator('input[name=filter]').fill('时间 要多些')
    await until('one row by two words', async () => (await page.locator('.virtual-row').count()) === 1)
    await page.reload()
    await until('the same row', async () => (await page.locator('.virtual-row').count()) === 1)
    await page.getByRole('button', { name: '清除筛选' }).click()
    // What is done and given away is known after a reload, too, though no inbox names it.
    for (const [queue, count] of [['今日已处置', '3'], ['待核实', '3'], ['等回复', '3']] as const)
      await until(`${queue} ${count}`, async () => (await count_of(queue)) === count)
    await page.locator('.virtual-row').first().waitFor()
    // The days before, too; and what is late, of all that is one's own.
    await hands_at(desk.page).keyboard.go(5)
    await page.locator('select[name=since]').selectOption('week')
    await page.locator('.list-foot', { hasText: '列近 7 天' }).waitFor()
    await page.locator('.virtual-row .sla', { hasText: '处置按时' }).first().waitFor()
    const late = page.locator('.queue-mine button', { hasText: '超期' })
    await late.click()
    await page.locator('.queue-mine button[aria-pressed=true]', { hasText: '超期' }).waitFor()
    expect(await page.locator('select[name=limit]').inputValue()).toBe('overdue')
    await late.click()
    await page.locator('.virtual-row').first().waitFor()
  })

  it('is usable in the dark, in English, at 320 px and at 200 %', async () => {
    const { page } = desk
    await page.locator('.virtual-row').first().click()
    await page.locator('.timeline li').first().waitFor()
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      expect(await axe(page)).toEqual([])
      await shoot(page, `desk-${scheme}`)
      for (const [name, width, height] of [['320', 320, 640], ['zoomed', 720, 450]] as const) {
        await page.setViewportSize({ width, height })
        expect(await axe(page)).toEqual([])
        expect(await overflows(page)).toEqual([])
        await shoot(page, `desk-detail-${scheme}-${name}`)
        await page.locator('.detail-back').click()
        await page.locator('.virtual-row').first().waitFor()
        expect(await axe(page)).toEqual([])
        expect(await overflows(page)).toEqual([])
        await shoot(page, `desk-list-${scheme}-${name}`)
        // A long time stands in its column, and does not run into the matter.
        const runs_over = await page.locator('.queue-due').first().evaluate((column) => {
          const words = column.querySelector('.figures')
          const before = words?.textContent ?? ''
          if (words) words.textContent = document.documentElement.lang === 'en' ? 'late by 10h 50m' : '超 10时50分'
          const over = column.scrollWidth > column.clientWidth
          if (words) words.textContent = before
          return over
        })
        expect(runs_over).toBe(false)
        // Every queue is in sight, whatever the width.
        const hidden = await page.locator('.queue-nav button').evaluateAll((all) =>
          all.filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.textContent),
        )
        expect(hidden).toEqual([])
        await page.locator('.virtual-row').first().click()
        await page.locator('.timeline li').first().waitFor()
      }
      await page.setViewportSize(desktop.viewport ?? { width: 1440, height: 900 })
    }
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Roll call').waitFor()
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-english')
    await page.getByRole('button', { name: '中文' }).click()
  })

  it('prints the whistle, and the queue', async () => {
    const { page } = desk
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const raised = () => getComputedStyle(document.documentElement).getPropertyValue('--raised')
    expect(await page.evaluate(raised)).toBe('#fff')
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    await page.locator('.printed', { hasText: /打印于 \d{4}-/ }).waitFor()
    expect(await page.locator('.desk-list').isVisible()).toBe(false)
    expect(await page.locator('.whistle').isVisible()).toBe(true)
    expect(await page.locator('.timeline time').first().innerText()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/)
    await shoot(page, 'desk-print')
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
  })

  it('hands on what is open at the department as a file', async () => {
    const { page } = desk
    const in_work = page.getByRole('link', { name: '导出在办 CSV' })
    const [file] = await Promise.all([page.waitForEvent('download'), in_work.click()])
    const [head, ...lines] = readFileSync(await file.path(), 'utf8').trim().split('\r\n')
    expect(head?.split(',')).toEqual(expect.arrayContaining(['哨编号', '主办部门', '期限']))
    const listed: Messages['InboxPage'] = await page.evaluate(async () => {
      return (await fetch('/api/v1/inbox?department=210102-public_security')).json()
    })
    expect(listed.items.length).toBeGreaterThan(0)
    expect(lines.map((each) => each.split(',')[0]).sort()).toEqual(listed.items.map((each) => each.whistle_id).sort())
    expect(await page.getByRole('link', { name: '导出在办 XLSX' }).getAttribute('href')).toContain('format=xlsx')
  })

  it('tells its rules of sound, and plays each', async () => {
    const { page } = desk
    await page.getByRole('button', { name: '声音规则' }).click()
    await page.locator('.sound-rules').waitFor()
    for (const kind of ['应急处置哨', '超期', '临期', '新派来']) {
      await page.getByRole('button', { name: `试听：${kind}` }).click()
    }
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-sound-rules')
    await page.keyboard.press('Escape')
  })

  it('says that the server has newer pages, and loads nothing by itself', async () => {
    const { page } = desk
    const body = '<script type="module" src="/assets/index-newer.js"></script>'
    await page.route('**/index.html', (route) => route.fulfill({ contentType: 'text/html', body }))
    await page.evaluate(() => Object.assign(globalThis, { not_loaded_anew: true }))
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await page.locator('.newer', { hasText: '新版页面' }).waitFor()
    expect(await page.evaluate(() => 'not_loaded_anew' in globalThis)).toBe(true)
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-newer')
    await page.unroute('**/index.html')
    await page.getByRole('button', { name: '更新页面' }).click()
    await page.locator('.newer').waitFor({ state: 'detached' })
  })

  it('has heard and asked nobody but the server, and nothing was blocked', () => {
    expect(desk.faults).toEqual([])
  })
})

// What sticks out of the window to the side.
function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth
      ? []
      : [...document.querySelectorAll('body *')]
          .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
          .map((each) => `${each.tagName} ${each.className}`),
  )
}
