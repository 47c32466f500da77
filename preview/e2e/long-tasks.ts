import type { Page } from 'playwright-core'
import { chatMessages } from '../../miniprogram/messages/chat.zh-CN'
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

/**
 * The same as a student's own phone does it: by fingers, since Chromium looks what is below a mouse after each change of the page,
 * and without the lines for developers, which a released program does not write and a browser that is watched hands over one by one.
 */
export async function askByFinger(bench: Bench, question: string): Promise<Page> {
  const { page } = await bench.openPhone({ touch: true, scale: 2 })
  await page.addInitScript(() => {
    console.debug = () => undefined
  })
  await page.goto(`${bench.stack.preview.address}/app.html`)
  await page.locator('html[data-ready]').waitFor()
  const chat = new ChatPage(page, bench.stack.preview.address)
  await page.locator('textarea').fill(question)
  await chat.button(chatMessages.modes.solve.name).tap()
  await chat.written(100)
  await watchLongTasks(page)
  return page
}

/** Pixels of one stroke of a finger, and between two places that are told of it. */
const STROKE = 500
const STEP = 50

/** A finger draws the page down, in strokes: what is above comes into sight. */
export async function drag(page: Page, distance: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  for (let drawn = 0; drawn < distance; drawn += STROKE) {
    await touch('touchStart', { x: 195, y: 200 })
    for (let moved = STEP; moved <= STROKE; moved += STEP) {
      await touch('touchMove', { x: 195, y: 200 + moved })
      await page.waitForTimeout(16)
    }
    await touch('touchEnd')
  }
  await session.detach()
}

/** Scrolls by so many pixels, as a wheel does. */
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
