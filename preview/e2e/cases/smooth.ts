import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { askUnwatched, longTasks, scroll } from '../long-tasks'
import type { Case } from '../runner'
import { longAnswer } from '../subject-answers'

const CHARACTERS = 4_000
/** Milliseconds between two deltas: 30 a second. */
const PAUSE = 33

/** WeChat advises fewer nodes than this on a page. */
const MOST_NODES = 1000
const VERY_LONG = 50_000

/** Nodes that the templates make on the whole page; what a rich-text holds is not a node of WXML. */
function countNodes(page: Page): Promise<number> {
  return page.evaluate(
    () => document.querySelectorAll('wx-page *').length - document.querySelectorAll('wx-rich-text *').length,
  )
}

/** Pixels of the whole list, and how far it is scrolled. */
function listPlace(page: Page): Promise<{ top: number; height: number }> {
  return page.evaluate(() => {
    const lists = [...document.querySelectorAll('wx-scroll-view')]
    const list = lists.reduce((one, other) => (other.scrollHeight > one.scrollHeight ? other : one))
    return { top: list.scrollTop, height: list.scrollHeight }
  })
}

/** Pixels that the student scrolls at once. */
const STEP = 400
const OPENED = 16_000

/** The passage in the middle of the screen: its number, and where it begins. */
function passageInSight(page: Page): Promise<{ number: number; top: number }> {
  return page.evaluate(() => {
    const passages = [...document.querySelectorAll('answer-passage')]
    const middle = innerHeight / 2
    const number = passages.findIndex((each) => each.getBoundingClientRect().bottom > middle)
    return { number, top: passages[number]?.getBoundingClientRect().top ?? Number.NaN }
  })
}

function passageTop(page: Page, number: number): Promise<number> {
  return page.evaluate(
    (place) => document.querySelectorAll('answer-passage')[place]?.getBoundingClientRect().top ?? Number.NaN,
    number,
  )
}

/** Frames that are looked at, and in how many of them a busy machine may be looked at too late. */
const FRAMES = 300
const LATE = 30

/** Pixels of the list below what is in sight, in each of so many frames. No function in it has a name (see cheap-phone.ts). */
function belowSight(page: Page, frames: number): Promise<number[]> {
  return page.evaluate(
    (most) =>
      new Promise<number[]>((resolve) => {
        const lists = [...document.querySelectorAll('wx-scroll-view')]
        const list = lists.reduce((one, other) => (other.scrollHeight > one.scrollHeight ? other : one))
        const below: number[] = []
        // A message of a frame comes when it is laid out, with all that its callbacks did.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          below.push(Math.round(list.scrollHeight - list.scrollTop - list.clientHeight))
          if (below.length === most) resolve(below)
          else requestAnimationFrame(() => port2.postMessage(''))
        }
        requestAnimationFrame(() => port2.postMessage(''))
      }),
    frames,
  )
}

/** Passages of the answer, and how many of them have their rows on the page. */
function passages(page: Page): Promise<{ all: number; drawn: number }> {
  return page.evaluate(() => {
    const each = [...document.querySelectorAll('answer-passage')]
    return { all: each.length, drawn: each.filter(({ textContent }) => textContent !== '').length }
  })
}

export const smooth: Case[] = [
  {
    name: 'a long answer that is opened is drawn where it is in sight, and stays where it is read',
    alone: true,
    script: { text: longAnswer(OPENED), pause: 1 },
    async run(bench) {
      const page = await askUnwatched(bench, '请把这一章讲一遍')
      const rate = page.getByRole('button', { name: messages.answer.up, exact: true })
      await rate.waitFor({ timeout: 60_000 })
      await page.reload()
      await page.locator('html[data-ready]').waitFor()
      await rate.waitFor()
      await page.waitForTimeout(2500)
      const { all, drawn } = await passages(page)
      assert.ok(all > 20 && drawn > 0 && drawn < all / 2, `drawn at opening: ${drawn} of ${all}`)
      await page.mouse.move(195, 400)
      for (let step = 0; step < 12; step += 1) {
        const { number, top } = await passageInSight(page)
        await page.mouse.wheel(0, -STEP)
        await page.waitForTimeout(700)
        const moved = (await passageTop(page, number)) - top
        assert.ok(Math.abs(moved - STEP) < 3, `step ${step}: moved by ${moved}, not by ${STEP}`)
      }
    },
  },
  {
    name: 'an answer of 50,000 characters takes no more of the page than a few screens of it',
    alone: true,
    script: { text: longAnswer(VERY_LONG), pause: 1 },
    async run(bench) {
      const page = await askUnwatched(bench, '请把这一学期讲一遍')
      await page.getByRole('button', { name: messages.answer.up, exact: true }).waitFor({ timeout: 120_000 })
      await page.waitForTimeout(1000)
      const { height } = await listPlace(page)
      const nodes = [await countNodes(page)]
      for (const [wheels, distance] of [
        [30, -900],
        [1, -1_000_000],
      ] as const) {
        await page.mouse.move(195, 400)
        for (let wheel = 0; wheel < wheels; wheel += 1) {
          await page.mouse.wheel(0, distance)
          await page.waitForTimeout(60)
        }
        await page.waitForTimeout(1000)
        nodes.push(await countNodes(page))
        // What was taken off left its height, and what came back is as high as it was.
        assert.equal((await listPlace(page)).height, height)
      }
      assert.equal((await listPlace(page)).top, 0)
      await page.getByText('已知函数').first().waitFor()
      assert.ok(Math.max(...nodes) < MOST_NODES, `nodes at the end, in the middle, at the top: ${nodes}`)
      const tasks = await longTasks(page)
      console.log(`       nodes: ${nodes.join(', ')}; tasks over 50 ms: ${tasks.join(', ') || 'none'}`)
    },
  },
  {
    name: 'what is written is in sight in the frame in which it comes',
    alone: true,
    script: { text: longAnswer(CHARACTERS), pause: PAUSE },
    async run(bench) {
      const page = await askUnwatched(bench, '请把这一章讲一遍')
      await page.waitForTimeout(6000)
      const below = await belowSight(page, FRAMES)
      const late = below.filter((pixels) => pixels > 1)
      console.log(`       frames with text below what is in sight: ${late.length} of ${FRAMES}`)
      assert.ok(late.length <= LATE, `below: ${late.join(', ')}`)
    },
  },
  {
    name: 'a long answer follows the end only while the student is near it',
    alone: true,
    script: { text: longAnswer(CHARACTERS), pause: PAUSE },
    async run(bench) {
      const page = await askUnwatched(bench, '请把这一章讲一遍')
      await page.waitForTimeout(12_000)
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
      await page.getByRole('button', { name: messages.answer.up, exact: true }).waitFor({ timeout: 120_000 })
      const tasks = await longTasks(page)
      console.log(`       tasks over 50 ms: ${tasks.join(', ') || 'none'}`)
    },
  },
]
