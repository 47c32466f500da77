import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { askUnwatched, longTasks, scroll } from '../long-tasks'
import type { Case } from '../runner'
import { longAnswer } from '../subject-answers'

const CHARACTERS = 10_000
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

export const smooth: Case[] = [
  {
    name: 'an answer of 50,000 characters takes no more of the page than a few screens of it',
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
    name: 'a long answer follows the end only while the student is near it',
    script: { text: longAnswer(CHARACTERS), pause: PAUSE },
    async run(bench) {
      const page = await askUnwatched(bench, '请把这一章讲一遍')
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
      await page.getByRole('button', { name: messages.answer.up, exact: true }).waitFor({ timeout: 120_000 })
      const tasks = await longTasks(page)
      console.log(`       tasks over 50 ms: ${tasks.join(', ') || 'none'}`)
    },
  },
]
