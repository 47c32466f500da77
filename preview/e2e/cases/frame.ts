import assert from 'node:assert/strict'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { picture } from '../phone'
import type { Case } from '../runner'

export const frame: Case[] = [
  {
    name: 'on a wide window the app stands in a phone, and its theme can be changed',
    async run({ openPhone, stack }) {
      const { page } = await openPhone({ width: 1280, height: 940 })
      await page.goto(stack.preview.address)
      const app = page.frameLocator('iframe')
      await app.getByText(messages.welcome.title).waitFor()
      const background = () =>
        app.locator('wx-page').evaluate((node) => getComputedStyle(node).backgroundColor)
      const light = await background()
      await picture(page, 'frame-light')
      await page.getByRole('radio', { name: '深色' }).click()
      await page.waitForTimeout(300)
      assert.notEqual(await background(), light)
      await picture(page, 'frame-dark')
    },
  },
  {
    name: 'on a narrow window the app fills it',
    async run({ openPhone, stack }) {
      const { page } = await openPhone({ width: 400, height: 800 })
      await page.goto(stack.preview.address)
      await page.frameLocator('iframe').getByText(messages.welcome.title).waitFor()
      assert.deepEqual(await page.locator('iframe').boundingBox(), { x: 0, y: 0, width: 400, height: 800 })
    },
  },
  {
    name: 'nothing to send is said in words, and nothing is sent',
    async run({ openChat, stack }) {
      const chat = await openChat()
      await chat.page.waitForTimeout(500)
      const before = stack.link.connections
      await chat.button(messages.composer.send).click()
      await chat.page.getByText(messages.composer.empty, { exact: true }).waitFor()
      assert.equal(stack.link.connections, before)
    },
  },
]
