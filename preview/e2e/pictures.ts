import fs from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { chatMessages } from '../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../miniprogram/messages/zh-CN'
import { ChatPage } from './chat-page'
import { openPhone } from './phone'
import { SOURCES, startStack } from './stack'
import { subjectAnswer } from './subject-answers'

const IMAGES = path.join(__dirname, '..', '..', 'docs', 'images')
const SCALE = 2
/** Subjects whose answers stand in `test/render/fixtures`, with what was asked. */
const SUBJECTS = {
  mathematics: '求这个函数的单调区间、极值和切线方程',
  physics: '木块的加速度和 4 s 末的速度是多少？',
  chemistry: '求盐酸的物质的量浓度',
  english: 'since 和 for 有什么区别？',
}

/** The README's pictures, made by the product itself: a question with two pages, and its answer, light and dark. */
export async function updatePictures(browser: Browser): Promise<void> {
  fs.mkdirSync(IMAGES, { recursive: true })
  const stack = await startStack(SOURCES)
  const save = async (chat: ChatPage, name: string): Promise<void> => {
    await chat.page.waitForTimeout(400)
    await chat.page.screenshot({ path: path.join(IMAGES, `${name}.png`) })
    console.log(`docs/images/${name}.png`)
  }
  try {
    for (const theme of ['light', 'dark'] as const) {
      const phone = await openPhone(browser, { theme, scale: SCALE })
      const chat = new ChatPage(phone.page, stack.preview.address)
      await chat.open()
      await chat.page.getByText(messages.welcome.title).waitFor()
      await save(chat, `welcome-${theme}`)
      await chat.addPhotos('arithmetic-linear.png', 'quadratic-system.png')
      await chat.send('这两页怎么做？')
      await chat.written(160)
      await save(chat, `writing-${theme}`)
      await chat.finishedAnswer()
      await chat.page.getByText(chatMessages.next.followUps).waitFor()
      await chat.toEnd()
      await save(chat, `answer-${theme}`)
      await phone.close()
    }
    const wide = await openPhone(browser, { width: 1280, height: 940, scale: 1 })
    await wide.page.goto(stack.preview.address)
    await wide.page.frameLocator('iframe').getByText(messages.welcome.title).waitFor()
    await wide.page.waitForTimeout(400)
    await wide.page.screenshot({ path: path.join(IMAGES, 'preview.png') })
    console.log('docs/images/preview.png')
    await wide.close()
  } finally {
    await stack.close()
  }
  for (const [subject, question] of Object.entries(SUBJECTS)) await pictureSubject(browser, subject, question)
}

/** A finished answer of one subject: its beginning in the light, its end in the dark. */
async function pictureSubject(browser: Browser, subject: string, question: string): Promise<void> {
  const stack = await startStack(SOURCES, { text: subjectAnswer(subject), pause: 2 })
  try {
    for (const theme of ['light', 'dark'] as const) {
      const phone = await openPhone(browser, { theme, scale: SCALE })
      const chat = new ChatPage(phone.page, stack.preview.address)
      await chat.open()
      await chat.send(question)
      await chat.finishedAnswer()
      await chat.toEnd()
      if (theme === 'light') await phone.page.mouse.wheel(0, -100_000)
      await phone.page.waitForTimeout(600)
      await phone.page.screenshot({ path: path.join(IMAGES, `${subject}-${theme}.png`) })
      console.log(`docs/images/${subject}-${theme}.png`)
      await phone.close()
    }
  } finally {
    await stack.close()
  }
}
