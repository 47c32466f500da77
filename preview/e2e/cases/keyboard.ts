import assert from 'node:assert/strict'
import { chatMessages } from '../../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import type { ChatPage } from '../chat-page'
import { homeworkAnswer, QUESTION } from '../homework-answer'
import { Keyboard } from '../keyboard'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'

const { composer, photos, answer, sessions, header } = messages
/** What the conversation is called from its renaming on. */
const TITLE = '一元一次方程'
/** Asks whether a conversation is to be removed. */
const QUESTION_OF_REMOVAL = `[role="dialog"][aria-label="${sessions.removeTitle}"]`
/** Longer than the guard against a second tap. */
const GUARD = 1000

async function addPages(chat: ChatPage, keys: Keyboard): Promise<void> {
  await keys.to(composer.add)
  await chat.addPhotosBy(() => keys.press('Enter'), 'arithmetic-linear.png', 'quadratic-system.png')
}

/** The first page, large: turned, cut by the arrows, and left by Escape. */
async function editPage(chat: ChatPage, keys: Keyboard): Promise<void> {
  const { page } = chat
  const first = photos.label(1, 2, '')
  await keys.to(first)
  await keys.press('Enter')
  await page.getByText(photos.place(1, 2)).waitFor()
  await keys.to(photos.right)
  await keys.press('Enter')
  // The page lies turned before it is cut: what is cut is what is seen.
  await page.locator('[aria-disabled="false"]').and(chat.button(photos.restore)).waitFor()
  await keys.to(photos.crop)
  await keys.press('Space')
  const frame = page.getByRole('img', { name: photos.frame })
  const whole = await frame.boundingBox()
  for (const key of ['Shift+ArrowLeft', 'Shift+ArrowUp', 'ArrowRight']) await keys.press(key)
  const cut = await frame.boundingBox()
  assert.ok(whole !== null && cut !== null)
  assert.ok(cut.width < whole.width && cut.height < whole.height && cut.x > whole.x, JSON.stringify(cut))
  await picture(page, 'keyboard-1-crop')
  await keys.press('Escape')
  await frame.waitFor({ state: 'detached' })
  await page.getByText(photos.place(1, 2)).waitFor()
  await keys.press('Escape')
  await keys.isAt(first)
}

/** `field`: what it asks for. */
async function ask(chat: ChatPage, keys: Keyboard, field: string): Promise<void> {
  await keys.to(field)
  await keys.write(QUESTION)
  await keys.to(chatMessages.modes.solve.name)
  await keys.press('Enter')
  await keys.isAt(composer.stop)
  await chat.written(8)
}

/** What can be done with an answer. */
async function useAnswer(chat: ChatPage, keys: Keyboard): Promise<void> {
  // Back from the composer: of two answers the last one comes first.
  await keys.to(answer.copy, { back: true })
  await keys.press('Enter')
  await keys.isAt(answer.copyText)
  await keys.staysWithin('[role="dialog"]', 6)
  await keys.press('Escape')
  await keys.isAt(answer.copy)
  await keys.press('Enter')
  await keys.to(answer.copyMarkdown)
  await keys.press('Enter')
  await chat.page.locator('answer-card').getByText(answer.copied, { exact: true }).waitFor()
  const copied = await chat.page.evaluate(() => navigator.clipboard.readText())
  assert.ok(copied.includes('**答案：** $x=5$'), copied)
  await keys.to(answer.up)
  await keys.press('Enter')
  const chosen = chat.page.locator('[aria-pressed="true"]').and(chat.button(answer.up))
  await chosen.waitFor()
  await keys.press('Space')
  await chosen.waitFor({ state: 'detached' })
}

/** A page that was asked about, over the whole screen. */
async function viewSentPage(chat: ChatPage, keys: Keyboard): Promise<void> {
  const name = messages.question.photo(1, 2)
  await keys.to(name)
  await keys.press('Enter')
  await chat.page.getByText('1 / 2', { exact: true }).waitFor()
  await keys.press('ArrowRight')
  await chat.page.getByText('2 / 2', { exact: true }).waitFor()
  await keys.press('Escape')
  await keys.isAt(name)
}

/** In the notebook: what can be done with the conversation, and of that its removal. */
async function askToRemove(keys: Keyboard): Promise<void> {
  await keys.to(sessions.options(TITLE))
  await keys.press('Enter')
  await keys.to(sessions.remove)
  await keys.press('Enter')
}

async function useNotebook(chat: ChatPage, keys: Keyboard): Promise<void> {
  const { page } = chat
  const drawer = `[role="dialog"][aria-label="${sessions.title}"]`
  await keys.to(header.sessions)
  await keys.press('Enter')
  await keys.isWithin(drawer)
  await page.getByText(sessions.questions(2)).waitFor()
  await keys.staysWithin(drawer, 12)
  await keys.to(sessions.search)
  await keys.write('没有这样的问题')
  await page.getByText(sessions.none, { exact: true }).waitFor()
  await keys.write('')
  await chat.button(sessions.options(QUESTION)).waitFor()
  await keys.to(sessions.options(QUESTION))
  await keys.press('Enter')

  await keys.to(sessions.rename)
  await keys.press('Enter')
  await keys.staysWithin(`[role="dialog"][aria-label="${sessions.renameTitle}"]`, 8)
  await picture(page, 'keyboard-2-rename')
  await keys.to(sessions.renamePlaceholder)
  await keys.write(TITLE)
  await keys.to(sessions.confirm)
  await keys.press('Enter')
  await keys.isWithin(drawer)
  await chat.button(sessions.options(TITLE)).waitFor()

  await askToRemove(keys)
  await keys.staysWithin(QUESTION_OF_REMOVAL, 6)
  await keys.press('Escape')
  await keys.isAt(sessions.remove)
  await keys.press('Escape')
  await keys.isAt(header.sessions)
  // The pane below has the same notebook: there are two until the drawer has gone.
  await page.locator(drawer).waitFor({ state: 'hidden' })

  await keys.to(header.newConversation)
  await keys.press('Enter')
  await page.getByText(messages.welcome.title).waitFor()
  // Without a photographed page the notebook has a pane of its own.
  await chat.button(sessions.options(TITLE)).waitFor()
  await keys.to(TITLE, { begins: true })
  await keys.press('Enter')
  await page.locator('question-card').getByText(QUESTION, { exact: true }).first().waitFor()
  // The pane is that of the question's pages by then.
  await chat.button(sessions.options(TITLE)).waitFor({ state: 'detached' })
  await keys.to(header.sessions)
  await keys.press('Enter')
  await keys.isWithin(drawer)
  await chat.button(sessions.options(TITLE)).waitFor()
  await askToRemove(keys)
  await keys.isWithin(QUESTION_OF_REMOVAL)
  await keys.to(sessions.remove)
  await keys.press('Enter')
  await page.getByText(messages.welcome.title).waitFor()
}

async function useKeyboard({ openChat }: Bench): Promise<void> {
  const chat = await openChat({ width: 1024, height: 768 })
  await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const keys = new Keyboard(chat.page)
  await chat.page.getByText(messages.welcome.title).waitFor()
  await addPages(chat, keys)
  await editPage(chat, keys)
  await ask(chat, keys, chatMessages.modes.addition)
  await chat.page.waitForTimeout(GUARD)
  await keys.press('Enter')
  await chat.page.locator('answer-card').getByText(answer.stopped, { exact: true }).waitFor()
  await keys.isAt(chatMessages.modes.solve.name)
  await ask(chat, keys, composer.placeholder)
  await chat.finished()
  await useAnswer(chat, keys)
  await viewSentPage(chat, keys)
  await useNotebook(chat, keys)
}

export const keyboard: Case[] = [
  {
    name: 'by keyboard alone a student asks, stops, copies, rates, edits a page, and keeps the notebook',
    script: { text: homeworkAnswer, pause: 60 },
    run: useKeyboard,
  },
]
