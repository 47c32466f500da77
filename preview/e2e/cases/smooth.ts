import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { ChatPage } from '../chat-page'
import type { Case } from '../runner'
import { longAnswer } from '../subject-answers'

const CHARACTERS = 10_000
/** Milliseconds between two deltas: 30 a second. */
const PAUSE = 33

/** Keeps what the browser reports as long tasks (over 50 ms), to be printed: a measurement, not a verdict. It looks at nothing itself. */
async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration))
    }).observe({ type: 'longtask' })
  })
}

async function scroll(page: Page, distance: number): Promise<void> {
  await page.mouse.move(195, 400)
  for (let step = 0; step < 6; step += 1) {
    await page.mouse.wheel(0, distance / 6)
    await page.waitForTimeout(60)
  }
}

export const smooth: Case[] = [
  {
    name: 'a long answer follows the end only while the student is near it',
    script: { text: longAnswer(CHARACTERS), pause: PAUSE },
    async run(bench) {
      // Not by openChat, whose watch over every word would be measured too.
      const { page } = await bench.openPhone()
      await page.goto(`${bench.stack.preview.address}/app.html`)
      await page.locator('html[data-ready]').waitFor()
      const chat = new ChatPage(page, bench.stack.preview.address)
      await chat.send('请把这一章讲一遍')
      await chat.written(100)
      await watchLongTasks(page)
      await page.waitForTimeout(15_000)
      await scroll(page, -1500)
      const news = page.getByText(messages.follow.news, { exact: true })
      await news.waitFor()
      const top = () =>
        page.evaluate(() => document.querySelector('answer-content')?.getBoundingClientRect().top)
      const before = await top()
      await page.waitForTimeout(2000)
      assert.equal(await top(), before, 'the page stays where the student reads')
      await news.click()
      await news.waitFor({ state: 'detached' })
      await page.getByText(messages.answer.up, { exact: true }).waitFor({ timeout: 120_000 })
      const tasks = await page.evaluate(() => window.longTasks)
      console.log(`       tasks over 50 ms: ${tasks.join(', ') || 'none'}`)
    },
  },
]

declare global {
  interface Window {
    longTasks: number[]
  }
}
