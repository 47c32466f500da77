import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { chatMessages } from '../../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { markMessages } from '../../../miniprogram/study/messages/marks.zh-CN'
import { meMessages } from '../../../miniprogram/study/messages/me.zh-CN'
import { mistakeMessages } from '../../../miniprogram/study/messages/mistakes.zh-CN'
import { reviewMessages } from '../../../miniprogram/study/messages/review.zh-CN'
import type { ChatPage } from '../chat-page'
import { pictures, STILL } from '../look'
import { clockAhead } from '../moved-clock'
import type { Bench, Case } from '../runner'

const TWO_DAYS = 2 * 24 * 60 * 60_000
/** A child's sheet: the third, the fifth and the eighth are wrong. */
const SHEET = ['12+7=19', '45-18=27', '6×8=46', '56÷7=8', '38+27=55', '9×7=63', '81-36=45', '64÷8=9'] as const
const WRONG = ['6×8', '38+27', '64÷8'] as const
const SOLUTION = /x\s*=\s*4|4\s*=\s*x|等于\s*4/

/** The sheet, as a phone photographs it. */
async function photographed(page: Page): Promise<Buffer> {
  const data = await page.evaluate((sums) => {
    const canvas = document.createElement('canvas')
    canvas.width = 1200
    canvas.height = 1600
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.fillStyle = '#f7f5ef'
    context.fillRect(0, 0, 1200, 1600)
    context.fillStyle = '#23262b'
    context.font = '56px "Liberation Sans", Arial, sans-serif'
    for (const [index, sum] of sums.entries()) context.fillText(sum, 140, 220 + index * 160)
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? ''
  }, SHEET)
  return Buffer.from(data, 'base64')
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).last()

/** From the tray to the marks on the page. */
async function mark(chat: ChatPage): Promise<void> {
  const { page } = chat
  await page.getByText(messages.welcome.title).waitFor()
  await pictures(page, 'evening-1-welcome')
  await page.getByRole('radio', { name: chatMessages.modes.check.name, exact: true }).click()
  await chat.choose([{ name: 'sheet.jpg', mimeType: 'image/jpeg', buffer: await photographed(page) }])
  await page.getByText(messages.photos.ready, { exact: true }).waitFor()
  await pictures(page, 'evening-2-photo')
  await chat.button(chatMessages.modes.check.name).click()
  await page
    .getByText(markMessages.summary(SHEET.length, WRONG.length, '第 3 题'))
    .waitFor({ timeout: 120_000 })
  await page.waitForTimeout(STILL)
  await pictures(page, 'evening-3-marked')
  const third = chat.button(markMessages.label('第 3 题', markMessages.wrong.heard))
  const place = await third.boundingBox()
  assert.ok(place !== null && place.y > 92 && place.y < 600, 'what is marked is in sight')
  await third.click()
  await page.getByText(markMessages.correct, { exact: true }).waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, 'evening-4-why')
  await page.keyboard.press('Escape')
  await page.waitForTimeout(STILL)
}

/** The three of them stand in the mistake book, which says the same number. */
async function find({ page }: ChatPage): Promise<void> {
  await button(page, chatMessages.mistakes.due(WRONG.length)).click()
  await page.getByText(mistakeMessages.due).first().waitFor()
  for (const exercise of WRONG) await page.getByText(exercise).last().waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, 'evening-5-book')
}

/** Each of what is due, to its end. */
async function review(page: Page, name: string): Promise<void> {
  await button(page, new RegExp(mistakeMessages.review(WRONG.length))).click()
  for (const [index] of WRONG.entries()) {
    await button(page, reviewMessages.open).waitFor()
    await page.waitForTimeout(STILL)
    if (index === 0) await pictures(page, `evening-${name}-shut`)
    await button(page, reviewMessages.open).click()
    await page.waitForTimeout(STILL)
    if (index === 0) await pictures(page, `evening-${name}-open`)
    await button(page, new RegExp(`^${reviewMessages.ratings.good}`)).click()
  }
  await page.getByText(reviewMessages.end(WRONG.length), { exact: true }).waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, `evening-${name}-end`)
  await button(page, reviewMessages.back).click()
  await page.getByText(mistakeMessages.title, { exact: true }).last().waitFor()
}

async function hint(chat: ChatPage): Promise<void> {
  const { page } = chat
  await chat.button(messages.header.newConversation).click()
  await page.getByRole('radio', { name: chatMessages.modes.hint.name, exact: true }).click()
  await page.locator('textarea').last().fill('解方程 2x+3=11')
  await chat.button(chatMessages.modes.hint.name).click()
  await chat.finished()
  await pictures(page, 'evening-8-hint')
  const said = await chat.answer()
  assert.ok(said.length > 10 && !SOLUTION.test(said), `a hint that tells the result: ${said}`)
}

async function print(page: Page): Promise<void> {
  await page.getByRole('button', { name: chatMessages.mistakes.none, exact: true }).last().click()
  await button(page, mistakeMessages.print).click()
  const send = button(page, '发给微信好友或文件传输助手')
  await send.waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, 'evening-9-print')
  const [download] = await Promise.all([page.waitForEvent('download'), send.click()])
  const sheet = fs.readFileSync(await download.path(), 'utf8')
  for (const exercise of WRONG) assert.ok(sheet.includes(exercise), `${exercise} is not on the sheet`)
}

async function erase(page: Page, open: (route: string) => Promise<void>, folder: string): Promise<void> {
  assert.ok(holds(folder, WRONG[0]), 'the words are looked for where they are')
  await open('study/pages/me/me')
  await page.getByText(meMessages.erase, { exact: true }).waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, 'evening-10-me')
  await page.getByText(meMessages.erase, { exact: true }).click()
  await page.getByText(meMessages.eraseText, { exact: true }).waitFor()
  await page.waitForTimeout(STILL)
  await page.getByText(meMessages.eraseConfirm, { exact: true }).click()
  await page.getByText(meMessages.erased, { exact: true }).waitFor()
  await pictures(page, 'evening-11-erased')
  assert.deepEqual(fs.readdirSync(path.join(folder, 'files')), [])
  for (const word of [...WRONG, '2x+3']) assert.ok(!holds(folder, word), `${word} is still on the disk`)
}

/** Whether a file of the server's has this text in it. */
function holds(folder: string, text: string): boolean {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
  return files.some(({ parentPath, name }) => fs.readFileSync(path.join(parentPath, name)).includes(text))
}

async function oneEvening(bench: Bench): Promise<void> {
  const { server, preview } = bench.stack
  const chat = await bench.openChat({ expectNetworkErrors: true })
  const { page } = chat
  const open = async (route: string) => {
    await page.goto('about:blank')
    await page.goto(`${preview.address}/app.html#/${route}`)
    await page.locator('html[data-ready]').waitFor()
  }
  await mark(chat)
  await find(chat)
  await review(page, '6-today')

  await server.end()
  await server.start(TWO_DAYS)
  await page.addInitScript(clockAhead(TWO_DAYS))
  await open('study/pages/mistakes/mistakes')
  await page.getByText(mistakeMessages.due).first().waitFor()
  await review(page, '7-later')

  await open('pages/chat/chat')
  await hint(chat)
  await print(page)
  await erase(page, open, server.dataDirectory)
}

export const evening: Case[] = [
  {
    name: 'one evening and two days later: from the photo of a sheet to nothing left of it',
    limit: 400_000,
    run: oneEvening,
  },
]
