import assert from 'node:assert/strict'
import { chatMessages } from '../../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'

/** A developer looks at the app on another device and in another theme, and finds both again. */
async function chooseDevice({ openPhone, stack }: Bench): Promise<void> {
  const { page } = await openPhone({ width: 1280, height: 940 })
  const open = async (): Promise<void> => {
    await page.goto(stack.preview.address)
    await page.frameLocator('iframe').getByText(messages.welcome.title).waitFor()
  }
  const device = () =>
    page
      .frameLocator('iframe')
      .locator('html')
      .evaluate((node) => ({
        size: [window.innerWidth, window.innerHeight],
        theme: node.dataset.theme,
      }))
  const inSight = async (): Promise<void> => {
    const box = await page.locator('iframe').boundingBox()
    assert.ok(box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280, JSON.stringify(box))
    assert.ok(box.y + box.height <= 940, JSON.stringify(box))
  }
  await open()
  assert.deepEqual((await device()).size, [390, 844])
  for (const size of [
    [320, 568],
    [844, 390],
    [768, 1024],
    [1024, 768],
  ] as const) {
    await page.getByRole('radio', { name: size.join(' × ') }).check()
    await page.waitForTimeout(300)
    assert.deepEqual((await device()).size, size)
    await inSight()
    await picture(page, `frame-${size.join('x')}`)
  }
  await page.getByRole('radio', { name: '深色' }).check()
  await open()
  await page.waitForTimeout(300)
  assert.deepEqual(await device(), { size: [1024, 768], theme: 'dark' })
}

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
  { name: 'the device around the app and its theme can be chosen, and are remembered', run: chooseDevice },
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
      await chat.button(chatMessages.modes.solve.name).click()
      await chat.page.getByText(chatMessages.modes.missing.solve, { exact: true }).waitFor()
      assert.equal(stack.link.connections, before)
    },
  },
]
