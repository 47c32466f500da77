import type { Page } from 'playwright-core'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { ChatPage } from '../chat-page'
import { askByFinger, drag, longTasks, watchLongTasks } from '../long-tasks'
import type { Bench, Case } from '../runner'
import { longAnswer } from '../subject-answers'

const CHARACTERS = 10_000
const VERY_LONG = 50_000
/** Milliseconds between two deltas: 30 a second. */
const PAUSE = 33
const QUESTION = '请把这一学期讲一遍'
/** How many times slower than this machine: as it is, and about a cheap phone. */
const RATES = [1, 6] as const
/** Milliseconds after the last screen stands for which tasks are still counted: what follows it disturbs too. */
const AFTERWARDS = 4000

/** Slows the page's processor. */
async function slowDown(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
}

function tell(tasks: readonly number[]): void {
  const over = (limit: number): number => tasks.filter((task) => task > limit).length
  console.log(
    `       tasks over 50 ms: ${over(50)}, over 100: ${over(100)}, over 200: ${over(200)}; the longest: ${Math.max(0, ...tasks)}`,
  )
}

/** Looks once a second at one attribute: to look for a button by its name walks over the whole page, and would be measured too. */
async function finished(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, {
    polling: 1000,
    timeout: 140_000,
  })
}

async function stream(bench: Bench, rate: number): Promise<void> {
  const page = await askByFinger(bench, QUESTION)
  await slowDown(page, rate)
  await page.waitForTimeout(20_000)
  await drag(page, 1500)
  await page.waitForTimeout(3000)
  await page.locator('[class*="to-end-news"]').tap()
  await finished(page)
  tell(await longTasks(page))
}

/**
 * Milliseconds from the tap on the page until the end of the answer can be read where the page stands. No function in it has a
 * name: a transpiler would call a helper to keep it, which the page does not have.
 */
function untilLastScreen(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        addEventListener(
          'touchend',
          () => {
            const started = performance.now()
            const timer = setInterval(() => {
              const last = [...document.querySelectorAll('answer-passage')].at(-1)
              const place = last?.getBoundingClientRect()
              const isThere = place !== undefined && place.top < innerHeight && place.bottom > 0
              if (!isThere || (last?.textContent ?? '') === '') return
              clearInterval(timer)
              resolve(performance.now() - started)
            }, 10)
          },
          { once: true, capture: true },
        )
      }),
  )
}

async function open(bench: Bench, rate: number): Promise<void> {
  const page = await askByFinger(bench, QUESTION)
  await page.getByRole('button', { name: messages.answer.up, exact: true }).waitFor({ timeout: 140_000 })
  const chat = new ChatPage(page, bench.stack.preview.address)
  await chat.button(messages.header.newConversation).tap()
  await page.locator('answer-card').first().waitFor({ state: 'detached' })
  await chat.button(messages.header.sessions).tap()
  const line = page.locator('notebook [class*="--item-words"]').filter({ hasText: QUESTION })
  await line.waitFor()
  await page.waitForTimeout(1000)
  await slowDown(page, rate)
  await watchLongTasks(page)
  const opened = untilLastScreen(page)
  await line.tap()
  const milliseconds = await opened
  await page.waitForTimeout(AFTERWARDS)
  console.log(`       the last screen after ${Math.round(milliseconds)} ms`)
  tell(await longTasks(page))
}

/** Measurements, not verdicts: they run only where they are asked for, `npm run e2e -- "cheap phone"`. */
export const cheapPhone: Case[] = RATES.flatMap((rate): Case[] => [
  {
    name: `a cheap phone: ${CHARACTERS.toLocaleString('en-US')} characters streamed, ${rate} × slower`,
    alone: true,
    script: { text: longAnswer(CHARACTERS), pause: PAUSE },
    run: (bench) => stream(bench, rate),
  },
  {
    name: `a cheap phone: ${VERY_LONG.toLocaleString('en-US')} characters opened, ${rate} × slower`,
    alone: true,
    script: { text: longAnswer(VERY_LONG), pause: 1 },
    run: (bench) => open(bench, rate),
  },
])
