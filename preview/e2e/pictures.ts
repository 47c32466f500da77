import fs from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { messages } from '../../miniprogram/messages/zh-CN'
import { ChatPage } from './chat-page'
import { openPhone } from './phone'
import { startStack } from './stack'

const IMAGES = path.join(__dirname, '..', '..', 'docs', 'images')
const SCALE = 2

/** The README's pictures, made by the product itself: a question with two pages, and its answer, light and dark. */
export async function updatePictures(browser: Browser): Promise<void> {
  fs.mkdirSync(IMAGES, { recursive: true })
  const stack = await startStack()
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
      await chat.finished()
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
}
