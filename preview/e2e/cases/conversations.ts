import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import { chatMessages } from '../../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import type { ChatPage } from '../chat-page'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'

const words = messages.sessions
const FIRST = '怎样解一元一次方程？'
const SECOND = '怎样解一元二次方程？'
/** Longer than any fade or drawer takes. */
const STILL = 700
/** Slow enough to be looked at while it is written. */
const SLOW = { text: '先移项，再合并同类项，最后把系数化为一。'.repeat(12), pause: 150 }
const SHORT = { text: '先移项，再合并同类项，最后把系数化为一。', pause: 1 }

async function openList(chat: ChatPage): Promise<void> {
  await chat.button(messages.header.sessions).click()
  await chat.page.waitForTimeout(STILL)
}

/** The line of a conversation in the list. */
function line(chat: ChatPage, title: string): Locator {
  return chat.page.locator('notebook [class*="--item-words"]').filter({ hasText: title })
}

function question(chat: ChatPage, content: string): Locator {
  return chat.page.locator('question-card').getByText(content, { exact: true })
}

/** Asks in a conversation of its own, and waits for the answer. */
async function ask(chat: ChatPage, content: string): Promise<void> {
  await chat.send(content)
  await question(chat, content).waitFor()
  await chat.finished()
}

async function remove({ openChat }: Bench): Promise<void> {
  const chat = await openChat()
  await ask(chat, FIRST)
  await openList(chat)
  await chat.button(words.options(FIRST)).click()
  await chat.button(words.remove).click()
  await chat.page.getByText(words.removeTitle, { exact: true }).waitFor()
  await chat.page.getByText(words.remove, { exact: true }).last().click()
  await line(chat, FIRST).waitFor({ state: 'detached' })
  await chat.page.waitForTimeout(STILL)
  await picture(chat.page, 'conversations-1-deleted')
  await chat.reload()
  await openList(chat)
  await chat.page.getByText(words.empty, { exact: true }).waitFor()
  assert.equal(await question(chat, FIRST).count(), 0)
}

async function askBeside({ openChat }: Bench): Promise<void> {
  const chat = await openChat()
  await chat.send(FIRST)
  await chat.written(8)
  await chat.button(messages.header.newConversation).click()
  await question(chat, FIRST).waitFor({ state: 'detached' })
  await chat.send(SECOND)
  await chat.written(8)
  await openList(chat)
  for (const title of [FIRST, SECOND])
    await line(chat, title).getByText(words.states.running, { exact: true }).waitFor()
  await picture(chat.page, 'conversations-2-running')
  await line(chat, FIRST).click()
  await question(chat, FIRST).waitFor()
  assert.equal(await chat.finishedAnswer(), SLOW.text)
  await openList(chat)
  await line(chat, SECOND).click()
  await question(chat, SECOND).waitFor()
  assert.equal(await chat.finishedAnswer(), SLOW.text)
}

async function keepDraft({ openChat }: Bench): Promise<void> {
  const chat = await openChat()
  const input = chat.page.locator('textarea')
  await chat.addPhotos('arithmetic-linear.png', 'quadratic-system.png')
  await input.fill(FIRST)
  // A browser's files are gone with its page: what is kept of them is what has arrived.
  for (const page of [1, 2]) {
    const name = messages.photos.label(page, 2, messages.photos.uploading)
    await chat.page.getByRole('button', { name }).waitFor({ state: 'detached' })
  }
  await chat.page.waitForTimeout(STILL)
  await chat.reload()
  await chat.photo(2, 2).waitFor()
  assert.equal(await input.inputValue(), FIRST)
  await picture(chat.page, 'conversations-3-draft')
  await chat.button(chatMessages.modes.solve.name).click()
  await chat.finished()
  await chat.reload()
  await chat.finished()
  assert.equal(await input.inputValue(), '')
  assert.equal(await chat.page.locator('photo-tray').getByRole('button').count(), 0)
}

/** The program starts without a network: what the browser loads it from is reached, the server is not. */
async function readOffline({ openChat, stack }: Bench): Promise<void> {
  const chat = await openChat({ expectNetworkErrors: true })
  await ask(chat, FIRST)
  await chat.button(messages.header.newConversation).click()
  await ask(chat, SECOND)
  await openList(chat)
  for (const title of [FIRST, SECOND]) await line(chat, title).waitFor()
  stack.link.cut(60 * 60_000)
  await chat.reload()
  await question(chat, SECOND).waitFor()
  assert.equal(await chat.finishedAnswer(), SHORT.text)
  await openList(chat)
  await line(chat, FIRST).waitFor()
  await picture(chat.page, 'conversations-4-list-without-network')
  await line(chat, FIRST).click()
  await question(chat, FIRST).waitFor()
  assert.equal(await chat.finishedAnswer(), SHORT.text)
  await picture(chat.page, 'conversations-4-read-without-network')
  await openList(chat)
  await chat.page.getByText(words.failed, { exact: true }).waitFor()
  stack.link.cut(0)
  await chat.page.context().setOffline(true)
  await chat.page.context().setOffline(false)
  await chat.page.getByText(words.failed, { exact: true }).waitFor({ state: 'detached' })
  for (const title of [FIRST, SECOND]) await line(chat, title).waitFor()
}

export const conversations: Case[] = [
  { name: 'a conversation is deleted, and stays so', script: SHORT, run: remove },
  {
    name: 'a question is asked in another conversation while one is being answered, and the list shows which run',
    script: SLOW,
    run: askBeside,
  },
  {
    name: 'a draft with its words and photos is there after a reload, until it is sent',
    script: SHORT,
    run: keepDraft,
  },
  {
    name: 'conversations are read without a network, and the list comes back by itself',
    script: SHORT,
    run: readOffline,
  },
]
