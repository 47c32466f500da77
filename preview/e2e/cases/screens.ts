import assert from 'node:assert/strict'
import path from 'node:path'
import { refusalMessages } from '../../../miniprogram/messages/refusal.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { type ChatPage, PAGES } from '../chat-page'
import { homeworkAnswer, QUESTION, unusualAnswer, WIDE_WORD } from '../homework-answer'
import { faults, largestLetters, STILL } from '../look'
import type { Bench, Case } from '../runner'

/** A small phone, a usual one upright and on its side, a tablet. */
const SIZES = [
  [320, 568],
  [390, 844],
  [844, 390],
  [1024, 768],
] as const
/** Upright, and where there is the least room above the keys. */
const FAILED_AT = [
  [390, 844],
  [844, 390],
] as const

/** One look at what is on the screen now. */
type Look = (view: string) => Promise<void>

/** The pages that are to be asked about, and each of them large. */
async function lookAtPhotos(chat: ChatPage, look: Look): Promise<void> {
  const words = messages.photos
  await chat.addPhotos('arithmetic-linear.png', 'quadratic-system.png')
  await chat.page.getByText(words.uploading, { exact: true }).first().waitFor({ state: 'detached' })
  await look('2-tray')
  await chat.photo(1, 2).click()
  await chat.page.getByText(words.place(1, 2)).waitFor()
  await look('3-viewer')
  await chat.button(words.crop).click()
  await look('4-crop')
  await chat.button(words.close).click()
  await chat.photo(1, 2).waitFor()
}

async function lookAtAnswer(chat: ChatPage, look: Look): Promise<void> {
  await chat.send(QUESTION)
  await chat.written(20)
  await look('5-writing')
  await chat.finished()
  await chat.toEnd()
  await look('6-answer')
  await chat.button(messages.answer.copy).click()
  await look('7-copying')
  await chat.button('取消').click()
  await chat.page.evaluate(() => window.preview.askForPrivacy())
  await chat.button(messages.answer.copy).click()
  await chat.button(messages.answer.copyText).click()
  await look('8-privacy')
  await chat.button(messages.privacy.refuse).click()
  const { privacy, things } = refusalMessages
  const toast = chat.page.getByText(privacy(things.clipboard), { exact: true })
  await toast.waitFor()
  await toast.waitFor({ state: 'detached' })
}

async function lookAtNotebook(chat: ChatPage, look: Look): Promise<void> {
  const words = messages.sessions
  await chat.button(messages.header.sessions).click()
  await chat.button(words.options(QUESTION)).click()
  await look('9-notebook')
  for (const [action, view] of [
    [words.rename, '10-rename'],
    [words.remove, '11-remove'],
  ] as const) {
    await chat.button(action).first().click()
    await look(view)
    await chat.button(words.cancel).last().click()
    await chat.page.waitForTimeout(STILL)
  }
  await chat.button(messages.server.entry).click()
  await look('12-server')
}

/** Every view and every layer, one after the other. */
async function lookAround(
  { openChat }: Bench,
  [width, height]: readonly [number, number],
  letters?: 'largest',
) {
  const chat = await openChat({ width, height }, letters && largestLetters)
  const found: string[] = []
  const look: Look = async (view) => {
    found.push(...(await faults(chat.page, `screen-${width}x${height}-${letters ?? ''}${view}`)))
  }
  await chat.page.getByText(messages.welcome.title).waitFor()
  await look('1-welcome')
  await lookAtPhotos(chat, look)
  await lookAtAnswer(chat, look)
  await lookAtNotebook(chat, look)
  assert.deepEqual(found, [])
}

/** A page that is sent, one that cannot be used, one that did not arrive, and an answer that failed. */
async function lookAtFailures(
  { openChat, stack }: Bench,
  [width, height]: readonly [number, number],
): Promise<void> {
  const chat = await openChat({ width, height, expectNetworkErrors: true })
  const found: string[] = []
  const look: Look = async (view) => {
    found.push(...(await faults(chat.page, `failures-${width}x${height}-${view}`)))
  }
  const { photos } = messages
  await chat.addPhotos('arithmetic-linear.png')
  await chat.page.getByText(photos.ready, { exact: true }).waitFor()
  await chat.choose([{ name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') }])
  await chat.page.getByText(photos.refused, { exact: true }).waitFor()
  stack.link.cut(60 * 60_000)
  await chat.choose([path.join(PAGES, 'quadratic-system.png')])
  await chat.page.getByText(photos.failed, { exact: true }).waitFor()
  await look('1-tray')
  const covered = await chat.page.locator('photo-tray [class$="--plate"]').evaluateAll((plates) =>
    plates.map((plate) => {
      const { left, top, width, height } = plate.getBoundingClientRect()
      return !plate.contains(document.elementFromPoint(left + width / 2, top + height / 2))
    }),
  )
  assert.deepEqual(covered, [false, false, false], 'the number of each page lies over what is said of it')
  for (const place of [3, 2]) await chat.button(photos.remove(place)).click()
  stack.link.cut(0)
  await chat.send(QUESTION)
  await chat.button(messages.answer.retry).waitFor({ timeout: 60_000 })
  await chat.toEnd()
  await look('2-answer')
  assert.deepEqual(found, [])
}

/** What a student meets rarely: many pages and exercises, words without an end, a server that cannot be reached. */
async function lookAtUnusual({ openChat, stack }: Bench): Promise<void> {
  const chat = await openChat({ width: 320, height: 568, expectNetworkErrors: true })
  const found: string[] = []
  const look: Look = async (view) => {
    found.push(...(await faults(chat.page, `unusual-${view}`)))
  }
  await chat.addPhotos(...Array.from({ length: 9 }, () => 'arithmetic-linear.png'))
  await look('1-nine-pages')
  await chat.send(WIDE_WORD)
  await chat.finished()
  await chat.toEnd()
  await look('2-twenty-exercises')
  await chat.page.locator('question-card').scrollIntoViewIfNeeded()
  await look('3-question')
  await chat.button(messages.header.sessions).click()
  await chat.page.locator('notebook [class*="--item-title"]').waitFor()
  await look('4-notebook')
  stack.link.cut(60 * 60_000)
  await chat.reload()
  await look('5-without-network')
  await chat.button(messages.header.newConversation).click()
  await chat.send('没有网络时问的')
  await look('6-asked-without-network')
  await chat.button(messages.header.sessions).click()
  await look('7-notebook-without-network')
  assert.deepEqual(found, [])
}

export const screens: Case[] = [
  ...SIZES.map((size) => ({
    name: `every view is whole, in its place and can be read and reached at ${size.join(' × ')}`,
    script: { text: homeworkAnswer, pause: 100 },
    run: (bench: Bench) => lookAround(bench, size),
  })),
  {
    name: 'every view is whole, in its place and can be read and reached with the largest letters on a small phone',
    script: { text: homeworkAnswer, pause: 100 },
    run: (bench: Bench) => lookAround(bench, [320, 568], 'largest'),
  },
  ...FAILED_AT.map((size) => ({
    name: `what failed is whole, in its place and can be read and reached at ${size.join(' × ')}`,
    script: { text: '', pause: 1, gone: true },
    run: (bench: Bench) => lookAtFailures(bench, size),
  })),
  {
    name: 'what is unusual is whole and in its place on a small phone too',
    script: { text: unusualAnswer, pause: 1 },
    run: lookAtUnusual,
  },
]
