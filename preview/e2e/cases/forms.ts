import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { deviceCheckMessages } from '../../../miniprogram/messages/device-check.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { formulaForms } from '../../../miniprogram/render/math/form'
import { ChatPage } from '../chat-page'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'
import { subjectAnswer } from '../subject-answers'

const script = { text: subjectAnswer('mathematics'), pause: 2 }
const DEVICE_CHECK = '#/render/math/pages/device-check/device-check'

/** Asks and waits for the end of the answer. */
async function ask(chat: ChatPage): Promise<void> {
  await chat.open()
  await chat.send('求这个函数的单调区间')
  await chat.finished()
}

/** Formulas that stand on the page laid out. */
const laidOut = (page: Page) => page.locator('answer-content wx-rich-text')
/** Formulas that stand on the page as their source (behind the prefix of its component's styles). */
const asSource = (page: Page) => page.locator('answer-content [class$="--tex"]')

async function showForm(bench: Bench, form: (typeof formulaForms)[number]): Promise<void> {
  const { page } = await bench.openPhone()
  // As the page device-check keeps it: the preview's storage holds each value beside its type.
  await page.goto(`${bench.stack.preview.address}/app.html${DEVICE_CHECK}`)
  await page.locator('html[data-ready]').waitFor()
  const choice = page.getByText(deviceCheckMessages.formNames[form], { exact: true }).locator('..')
  const button = choice.getByRole('button')
  if ((await button.textContent()) !== deviceCheckMessages.chosen) await button.click()
  await page.evaluate(() => {
    location.hash = ''
  })
  const chat = new ChatPage(page, bench.stack.preview.address)
  await ask(chat)
  await page.waitForTimeout(500)
  await chat.toEnd()
  await picture(page, `form-${form}`)
  const [formulas, sources] = [await laidOut(page).count(), await asSource(page).count()]
  if (form === 'source')
    assert.ok(formulas === 0 && sources > 0, `${formulas} laid out, ${sources} as source`)
  else assert.ok(formulas > 0 && sources === 0, `${formulas} laid out, ${sources} as source`)
}

export const forms: Case[] = [
  {
    name: 'what formulas and icons stand on can be checked on a page of its own',
    async run({ openPhone, stack }) {
      const { page } = await openPhone()
      await page.goto(`${stack.preview.address}/app.html${DEVICE_CHECK}`)
      const good = page.getByText(deviceCheckMessages.good, { exact: true })
      await good.nth(5).waitFor()
      assert.equal(await page.getByText(deviceCheckMessages.bad, { exact: true }).count(), 0)
      await picture(page, 'device-check')
      await page.getByText(deviceCheckMessages.formNames.source).scrollIntoViewIfNeeded()
      await picture(page, 'device-check-forms')
    },
  },
  ...formulaForms.map(
    (form): Case => ({
      name: `an answer’s formulas can be shown as ${form}`,
      script,
      run: (bench) => showForm(bench, form),
    }),
  ),
  {
    name: 'mathematics that comes late: sources are read until then, and what is being read stays in its place',
    script,
    async run(bench) {
      const { page } = await bench.openPhone()
      await page.addInitScript(() => {
        window.subPackages = new Promise((resolve) => {
          window.releaseSubPackages = resolve
        })
      })
      const chat = new ChatPage(page, bench.stack.preview.address)
      await ask(chat)
      assert.ok((await asSource(page).count()) > 0, 'no source is shown')
      assert.equal(await laidOut(page).count(), 0)
      await picture(page, 'mathematics-late-before')
      await page.evaluate(() => window.releaseSubPackages())
      await laidOut(page).first().waitFor()
      await page.waitForTimeout(500)
      assert.equal(await asSource(page).count(), 0)
      // A student who was at the end still is.
      const action = await chat.button(messages.answer.up).last().boundingBox()
      assert.ok(action !== null && action.y > 300 && action.y < 800, `the answer's end is at ${action?.y}`)
      await picture(page, 'mathematics-late-after')
    },
  },
]

declare global {
  interface Window {
    releaseSubPackages(): void
  }
}
