import assert from 'node:assert/strict'
import type { ChatPage } from '../chat-page'
import type { Bench, Case } from '../runner'

const QUESTION = '解方程 x² − 5x + 6 = 0'
/** Enough to be in the middle of the answer. */
const MIDDLE = 40

/** What the server has kept must be what the student has read. */
async function assertWhole(chat: ChatPage): Promise<void> {
  const read = await chat.finishedAnswer()
  assert.match(read, /答案/)
  assert.match(read, /[23]/)
  await chat.reload()
  assert.equal(await chat.finishedAnswer(), read)
}

async function askUntilTheMiddle(bench: Bench): Promise<ChatPage> {
  const chat = await bench.openChat({ expectNetworkErrors: true })
  await chat.send(QUESTION)
  await chat.written(MIDDLE)
  return chat
}

export const neverLost: Case[] = [
  {
    name: 'a reload in the middle of an answer goes on where it was',
    async run(bench) {
      const chat = await askUntilTheMiddle(bench)
      await chat.reload()
      await assertWhole(chat)
      assert.equal(await chat.page.locator('question-card').getByText(QUESTION, { exact: true }).count(), 1)
    },
  },
  {
    name: 'a link that is cut in the middle of an answer takes nothing from it',
    async run(bench) {
      const chat = await askUntilTheMiddle(bench)
      bench.stack.link.cut(1500)
      await assertWhole(chat)
    },
  },
  {
    name: 'a link that looks open and carries nothing is noticed, and takes nothing from the answer',
    async run(bench) {
      const chat = await askUntilTheMiddle(bench)
      const { connections } = bench.stack.link
      bench.stack.link.stall()
      await assertWhole(chat)
      assert.ok(bench.stack.link.connections > connections, 'another link was opened')
    },
  },
  {
    name: 'a server that is killed in the middle of an answer gives it whole after its restart',
    async run(bench) {
      const chat = await askUntilTheMiddle(bench)
      await bench.stack.server.kill()
      await bench.stack.server.start()
      await assertWhole(chat)
    },
  },
]
