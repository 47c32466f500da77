import assert from 'node:assert/strict'
import { messages } from '../../../miniprogram/messages/zh-CN'
import type { ChatPage } from '../chat-page'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'
import { subjectAnswer } from '../subject-answers'
import { inaccessible, misplaced } from '../view-checks'

const SIZES = [
  [320, 568],
  [390, 844],
  [844, 390],
  [1024, 768],
] as const

/** Longer than any fade or drawer takes. */
const STILL = 700

/** What is wrong with the view that is on the screen. */
async function faults(chat: ChatPage, name: string): Promise<string[]> {
  await chat.page.waitForTimeout(STILL)
  await picture(chat.page, name)
  const found = [...(await misplaced(chat.page)), ...(await inaccessible(chat.page))]
  return found.map((fault) => `${name}: ${fault}`)
}

/** Every view, one after the other. */
async function lookAround({ openChat }: Bench, size: readonly [number, number], theme: 'light' | 'dark') {
  const [width, height] = size
  const chat = await openChat({ theme, width, height })
  const found: string[] = []
  const check = async (view: string): Promise<void> => {
    found.push(...(await faults(chat, `screen-${width}x${height}-${theme}-${view}`)))
  }
  await chat.page.getByText(messages.welcome.title).waitFor()
  await check('1-welcome')
  await chat.addPhotos('arithmetic-linear.png', 'quadratic-system.png')
  await check('2-tray')
  await chat.send('这两页怎么做？')
  await chat.finished()
  await chat.toEnd()
  await check('3-answer')
  const notebook = chat.button(messages.header.sessions)
  await notebook.click()
  await chat.page.getByRole('button', { name: messages.sessions.options('这两页怎么做？') }).click()
  await check('4-notebook')
  await chat.page.getByRole('button', { name: messages.sessions.remove, exact: true }).click()
  await check('5-dialog')
  assert.deepEqual(found, [])
}

export const screens: Case[] = SIZES.flatMap((size) =>
  (['light', 'dark'] as const).map((theme) => ({
    name: `every view is whole, in its place and can be read and reached at ${size.join(' × ')}, ${theme}`,
    script: { text: subjectAnswer('mathematics'), pause: 1 },
    run: (bench: Bench) => lookAround(bench, size, theme),
  })),
)
