import assert from 'node:assert/strict'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { pictures } from '../look'
import type { Bench, Case } from '../runner'

const TWO_PAGES = ['arithmetic-linear.png', 'quadratic-system.png']

const WAY = [messages.status.readingImages, messages.status.writing, messages.status.processing]

/** The words must come in this order; others may stand between. */
function assertInOrder(seen: readonly string[], expected: readonly string[]): void {
  let from = 0
  for (const word of expected) {
    const at = seen.indexOf(word, from)
    assert.ok(at >= 0, `${word} in ${JSON.stringify(seen)}`)
    from = at + 1
  }
}

async function askAboutPages(bench: Bench): Promise<void> {
  const chat = await bench.openChat()
  await pictures(chat.page, '1-welcome')
  await chat.addPhotos(...TWO_PAGES)
  await pictures(chat.page, '2-pages-chosen')
  await chat.send('这两页怎么做？')
  await chat.words(messages.status.readingImages).waitFor()
  await pictures(chat.page, '3-reading')
  await chat.written(80)
  await pictures(chat.page, '4-writing')
  // the embedded database saves within milliseconds: a slower one gives time to look
  bench.stack.link.hold('{"type":"done"', 1500)
  await chat.words(messages.status.processing).waitFor({ timeout: 60_000 })
  await pictures(chat.page, '5-processing')
  const answer = await chat.finishedAnswer()
  await chat.toEnd()
  await pictures(chat.page, '6-finished')

  assertInOrder(await chat.seenWords(), WAY)
  assert.match(answer, /答案/)
  assert.match(answer, /方程/)

  const rated = chat.page.waitForResponse((response) => response.url().endsWith('/learning/feedback'))
  await chat.button(messages.answer.up).last().click()
  const response = await rated
  assert.ok(response.ok(), `rating the answer: ${response.status()}`)
  assert.match(response.request().postData() ?? '', /"answer_id":"[^"]+"/)

  await chat.reload()
  assert.equal(await chat.finishedAnswer(), answer)
}

export const pagesToAnswer: Case[] = [
  {
    name: 'two photographed pages become an answer before one’s eyes, and it is kept',
    alone: true,
    run: askAboutPages,
  },
]
