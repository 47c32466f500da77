import type { Page } from 'playwright-core'
import { ChatPage } from './chat-page'
import type { Bench } from './runner'

/** Keeps what the browser reports as long tasks (over 50 ms), to be printed: a measurement, not a verdict. It looks at nothing itself. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration))
    }).observe({ type: 'longtask' })
  })
}

/** Milliseconds of each long task since the watch began. */
export function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => window.longTasks)
}

/** Asks on a new phone, and waits for the first words. Not by openChat, whose watch over every word would be measured too. */
export async function askUnwatched(bench: Bench, question: string): Promise<Page> {
  const { page } = await bench.openPhone()
  await page.goto(`${bench.stack.preview.address}/app.html`)
  await page.locator('html[data-ready]').waitFor()
  const chat = new ChatPage(page, bench.stack.preview.address)
  await chat.send(question)
  await chat.written(100)
  await watchLongTasks(page)
  return page
}

/** Scrolls by so many pixels, as a finger does. */
export async function scroll(page: Page, distance: number): Promise<void> {
  await page.mouse.move(195, 400)
  for (let step = 0; step < 6; step += 1) {
    await page.mouse.wheel(0, distance / 6)
    await page.waitForTimeout(60)
  }
}

declare global {
  interface Window {
    longTasks: number[]
  }
}
