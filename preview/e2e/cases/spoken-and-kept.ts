import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { chatMessages } from '../../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { mistakeMessages } from '../../../miniprogram/study/messages/mistakes.zh-CN'
import { wavFile } from '../../src/host/wx/wav'
import type { ChatPage } from '../chat-page'
import { pictures, STILL } from '../look'
import type { Bench, Case } from '../runner'

const SAID = '解方程 2x+3=11'
const RATE = 8000

/** What the server is to speak, of each phone's page. */
const toSpeak = new WeakMap<Page, string[]>()

/** Speech as a server with its models offers it. */
async function offerSpeech(page: Page): Promise<void> {
  const seconds = new Float32Array(RATE * 3)
  const audio = Buffer.from(await wavFile(seconds, RATE).arrayBuffer())
  await page.route('**/api/v1/config', async (route) => {
    const response = await route.fetch()
    const config: unknown = await response.json()
    assert.ok(typeof config === 'object' && config !== null)
    await route.fulfill({ json: { ...config, speech: { listen: true, speak: true } } })
  })
  await page.route('**/api/v1/speech/transcriptions', (route) => route.fulfill({ json: { text: SAID } }))
  const texts: string[] = []
  toSpeak.set(page, texts)
  await page.route('**/api/v1/speech', (route) => {
    const body: unknown = route.request().postDataJSON()
    if (typeof body === 'object' && body !== null && 'text' in body) texts.push(String(body.text))
    return route.fulfill({ body: audio, contentType: 'audio/mpeg' })
  })
}

async function holdToSpeak(chat: ChatPage): Promise<void> {
  const { page } = chat
  const { voice } = chatMessages
  const microphone = chat.button(voice.hold)
  await microphone.hover()
  await page.mouse.down()
  await page.getByText(voice.recording).waitFor()
  await page.waitForTimeout(1200)
  await pictures(page, 'spoken-1-holding')
  await page.mouse.up()
  await page.waitForFunction((said) => document.querySelector('textarea')?.value === said, SAID)
  await pictures(page, 'spoken-2-said')
  await chat.button(chatMessages.modes.solve.name).click()
  await chat.finished()
}

async function readAloud(chat: ChatPage): Promise<void> {
  const { page } = chat
  const { voice } = chatMessages
  await chat.button(voice.readAloud).click()
  await chat.button(voice.silence).waitFor()
  await pictures(page, 'spoken-3-reading')
  // It falls silent by itself when it is over.
  await chat.button(voice.readAloud).waitFor()
  // A voice is given the words of formulas: neither TeX nor the signs that words travel to the page as.
  const spoken = toSpeak.get(page)?.join('\n') ?? ''
  assert.match(spoken, /2x 加 3 等于 11/)
  assert.doesNotMatch(spoken, /[\\{}$^=+]/)
}

async function keepAsPicture(chat: ChatPage): Promise<void> {
  const { page } = chat
  await chat.button(messages.answer.copy).last().click()
  await page.getByText(chatMessages.sheet.make, { exact: true }).click()
  const sheet = page.locator('.wx-preview img')
  await sheet.waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, 'spoken-4-picture')
  await page.locator('.wx-preview').click()
  await sheet.waitFor({ state: 'detached' })
}

async function answerAnew(chat: ChatPage): Promise<void> {
  const { page } = chat
  const { next } = chatMessages
  await chat.button(next.again).click()
  await page.getByRole('group', { name: next.answers(2, 2) }).waitFor({ timeout: 60_000 })
  await chat.finished()
  await chat.button(next.earlier).click()
  await page.getByRole('group', { name: next.answers(1, 2) }).waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, 'spoken-5-versions')
  await chat.button(next.later).click()
}

/** The exercise goes into the mistake book, and another one like it is made; its solution is shut until it is wanted. */
async function similar(chat: ChatPage): Promise<void> {
  const { page } = chat
  const { keep, similar: words } = chatMessages
  await chat.button(keep.keep).click()
  await chat.button(keep.open).click()
  await page.getByText(mistakeMessages.due).first().waitFor()
  // Not the buttons that a row hides beside it, which say of which exercise they are.
  await page
    .getByRole('button', { name: /^[^：]*2x/ })
    .last()
    .click()
  await page.getByRole('button', { name: mistakeMessages.similar, exact: true }).last().click()
  await page.getByText(words.shut).waitFor({ timeout: 60_000 })
  await page.waitForTimeout(STILL)
  await pictures(page, 'spoken-6-similar')
  assert.equal(await page.getByText('检验').last().isVisible(), false)
  await chat.button(words.open).click()
  await page.waitForTimeout(STILL)
  await pictures(page, 'spoken-7-solution')
}

async function spokenAndKept(bench: Bench): Promise<void> {
  const chat = await bench.openChat({}, offerSpeech)
  await chat.page.getByText(messages.welcome.title).waitFor()
  await holdToSpeak(chat)
  await readAloud(chat)
  await keepAsPicture(chat)
  await answerAnew(chat)
  await similar(chat)
}

export const spoken: Case[] = [
  {
    name: 'a question is spoken, its answer heard, kept as a picture, written anew and met again',
    limit: 400_000,
    run: spokenAndKept,
  },
]
