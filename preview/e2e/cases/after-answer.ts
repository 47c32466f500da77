import assert from 'node:assert/strict'
import { chatMessages } from '../../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { markMessages } from '../../../miniprogram/study/messages/marks.zh-CN'
import type { Correction, CorrectionItem, Extras } from '../../../typings/protocol'
import type { ChatPage } from '../chat-page'
import { faults } from '../look'
import type { Bench, Case } from '../runner'

const SIZES = [
  [390, 844],
  [320, 568],
  [844, 390],
  [1024, 768],
] as const

function item(no: string, more: Partial<CorrectionItem>): CorrectionItem {
  return {
    page: 1,
    no,
    text: '解方程：$4x - 9 = 11$',
    student_answer: '4x = 11 - 9，x = 0.5',
    verdict: 'right',
    correct_answer: null,
    reason: null,
    points: [],
    box: null,
    ...more,
  }
}

const wrong: Partial<CorrectionItem> = {
  verdict: 'wrong',
  correct_answer: '$4x = 11 + 9$，$x = 5$',
  reason: '−9 从左边移到右边，要变成 +9。代回去检查：$4 \\times 5 - 9 = 11$，对。',
  points: ['移项要变号'],
}
const CORRECTION: Correction = {
  right: 1,
  wrong: 2,
  unanswered: 1,
  unclear: 1,
  items: [
    item('1', { box: [0.1, 0.02, 0.5, 0.1] }),
    item('2', { ...wrong, box: [0.1, 0.35, 0.5, 0.1] }),
    item('3', { ...wrong, box: [0.02, 0.6, 0.9, 0.1] }),
    item('4', { verdict: 'unanswered', student_answer: null, box: [0.3, 0.86, 0.3, 0.1] }),
    item('5', { verdict: 'unclear' }),
  ],
}

/** What follows each answer: made by a model elsewhere, here as it comes from the server. */
async function follow(chat: ChatPage, correction: Correction | null): Promise<void> {
  const extras: Extras = {
    status: 'ready',
    title: '一元一次方程',
    subject: 'math',
    follow_ups: ['为什么要移项？', '移项时符号怎么变？'],
    correction,
  }
  await chat.page.unroute('**/extras*')
  await chat.page.route('**/extras*', (route) => route.fulfill({ json: extras }))
}

/** By the row above the field, or by the button in its place on a low screen. */
async function choose(chat: ChatPage, mode: 'hint' | 'check'): Promise<void> {
  const { name } = chatMessages.modes[mode]
  const row = chat.page.getByRole('radio', { name, exact: true })
  if (await row.isVisible()) return row.click()
  await chat.page.getByRole('button', { name: chatMessages.modes.change('') }).click()
  await chat.page.getByRole('button', { name: new RegExp(`^${name}：`) }).click()
}

async function lookAround({ openChat }: Bench, [width, height]: readonly [number, number]): Promise<void> {
  const chat = await openChat({ width, height })
  const found: string[] = []
  const look = async (view: string) => {
    found.push(...(await faults(chat.page, `after-${width}x${height}-${view}`)))
  }
  await follow(chat, null)
  await chat.page.getByText(messages.welcome.title).waitFor()
  await chat.send('解方程 4x - 9 = 11')
  const followUps = chat.page.getByText(chatMessages.next.followUps)
  await followUps.waitFor({ timeout: 60_000 })
  await chat.toEnd()
  await look('1-follow-ups')
  await chat.button(messages.header.newConversation).click()
  await choose(chat, 'hint')
  await look('2-mode')
  const told = chat.page.waitForResponse(/\/extras/, { timeout: 60_000 })
  await chat.page.locator('textarea').fill('解方程 4x - 9 = 11')
  await chat.button(chatMessages.modes.hint.name).click()
  await chat.finished()
  await told
  await chat.page.getByText(chatMessages.hints.more).waitFor()
  await chat.toEnd()
  assert.equal(await followUps.count(), 0, 'what follows a hint is the next one')
  await look('3-hint')
  await chat.button(messages.header.newConversation).click()
  await follow(chat, CORRECTION)
  await choose(chat, 'check')
  await chat.addPhotos('arithmetic-linear.png')
  await chat.button(chatMessages.modes.check.name).click()
  const { exercise, label } = markMessages
  const mark = (no: string) => chat.button(label(exercise(no), markMessages.wrong.heard))
  await mark('2').waitFor()
  await look('4-marked')
  await mark('2').click()
  await look('5-sheet')
  const [box, sheet] = [
    await mark('2').boundingBox(),
    await chat.page.locator('mark-sheet [class*="--sheet"]').boundingBox(),
  ]
  assert.ok(
    box !== null && sheet !== null && box.y >= 44 && box.y + 30 <= sheet.y,
    'what is explained is above its sheet',
  )
  await chat.button(markMessages.nextWrong).click()
  await chat.page.locator('mark-sheet').getByText(exercise('3'), { exact: true }).waitFor()
  await chat.page.keyboard.press('Escape')
  assert.deepEqual(found, [])
}

export const afterAnswer: Case[] = SIZES.map((size) => ({
  name: `modes, hints and marks are whole and in their place at ${size.join(' × ')}`,
  script: { text: '先看等号左边，$-9$ 可以移到右边去。', pause: 1 },
  run: (bench: Bench) => lookAround(bench, size),
}))
