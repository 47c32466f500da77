import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { createTypesetter } from '../../../miniprogram/render/math/typesetter'
import { type Kind, kinds } from '../../../test/render/kinds'
import { formulaFaults } from '../formula-faults'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'

const all = Object.values(kinds).flat()
const WIDTHS = [320, 390, 1024]
/** So that all of the answer is in sight, and nothing of it folded. */
const HEIGHT = 24_000

/** One answer with every kind under a heading of its own. */
const text = all.map((kind, index) => `## 〔${index}〕\n\n${kind.text}`).join('\n\n')

/** What of a kind is seen beside its formulas, without blanks and the bars between cells. */
function wordsOf({ seen, formulas }: Kind): string {
  let words = seen
  for (const tex of formulas) words = words.replace(tex, () => '')
  return plain(words)
}

/** Bullets and the bars between a table's cells are drawn; blanks are the layout's. */
function plain(words: string): string {
  return words.replace(/[\s•|]/g, '')
}

/** Runs in the page: its words, where formulas leave only the punctuation that stays with them, and the names of those. */
function readAnswer(): { words: string; names: string[] } {
  const answer = document.querySelector('answer-content')
  const names: string[] = []
  if (answer === null) return { words: '', names }
  const copy = answer.cloneNode(true)
  if (!(copy instanceof Element)) return { words: '', names }
  for (const formula of copy.querySelectorAll('[role="img"]')) {
    const behind = [...formula.querySelectorAll('[class*="katex-behind"]')]
      .map((node) => node.textContent)
      .join('')
    const name = formula.getAttribute('aria-label') ?? ''
    // What stays with it is heard with it.
    names.push(name.endsWith(behind) ? name.slice(0, name.length - behind.length) : `${behind} is not heard`)
    formula.replaceWith(behind)
  }
  for (const added of copy.querySelectorAll('[class*="--code-head"], [class*="sign-"]')) added.remove()
  return { words: copy.textContent ?? '', names }
}

/** A formula's name where the typesetter can say it, else its source, as the renderer names it. */
function nameOf(tex: string): string {
  return createTypesetter().words(tex) ?? tex
}

async function asWritten({ openChat }: Bench): Promise<void> {
  for (const width of WIDTHS) {
    const chat = await openChat({ width, height: HEIGHT })
    await chat.send('讲一讲')
    await chat.finished()
    await laidOut(chat.page)
    await pictures(chat.page, width)
    const { words, names } = await chat.page.evaluate(readAnswer)
    const [, ...read] = words.split(/〔\d+〕/)
    assert.deepEqual(
      read.map((seen, index) => `${index} ${plain(seen)}`),
      all.map((kind, index) => `${index} ${wordsOf(kind)}`),
    )
    assert.deepEqual(names, all.flatMap(({ formulas }) => formulas).map(nameOf))
    assert.deepEqual(await chat.page.evaluate(formulaFaults), [])
  }
}

/** Pictures that can be looked at, one below the other. */
async function pictures(page: Page, width: number): Promise<void> {
  const end = await page.locator('answer-content').last().boundingBox()
  const bottom = end === null ? HEIGHT : end.y + end.height
  const height = 2000
  for (let y = 0; y < bottom; y += height)
    await picture(page, `kinds-${width}-${y / height}`, { x: 0, y, width, height })
}

/** Mathematics comes a little later than the first words. */
async function laidOut(page: Page): Promise<void> {
  await page.locator('answer-content wx-rich-text').first().waitFor()
  await page.waitForTimeout(700)
}

const COPIED = '由 $x^2=4$ 得 **$x=\\pm\\frac{a}{2}$**。\n\n## 小结\n\n- 两个根'

async function copy({ openChat }: Bench): Promise<void> {
  const chat = await openChat()
  await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await chat.send('讲一讲')
  await chat.finished()
  await laidOut(chat.page)
  const copied = async (choice: string): Promise<string> => {
    await chat.button(messages.answer.copy).click()
    await chat.button(choice).waitFor()
    await picture(chat.page, 'copy-choice')
    await chat.button(choice).click()
    await chat.words(messages.answer.copied).waitFor()
    await chat.words(messages.answer.copied).waitFor({ state: 'detached' })
    return chat.page.evaluate(() => navigator.clipboard.readText())
  }
  assert.equal(await copied(messages.answer.copyMarkdown), COPIED)
  assert.equal(await copied(messages.answer.copyText), '由 x² = 4 得 x = ±a/2。\n\n小结\n\n• 两个根')
  const formula = chat.page.getByRole('img', { name: nameOf('x^2=4'), exact: true })
  assert.equal(await formula.count(), 1)
}

export const answersAsWritten: Case[] = [
  {
    name: `every kind of homework text reads as it was written at ${WIDTHS.join(', ')} px, and formulas have names in words`,
    script: { text, pause: 1 },
    run: asWritten,
  },
  {
    name: 'an answer is copied as text or as Markdown, as the student chooses',
    script: { text: COPIED, pause: 1 },
    run: copy,
  },
]
