import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { messages } from '../../../miniprogram/messages/zh-CN'
import type { ChatPage } from '../chat-page'
import { pictures } from '../look'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'

const words = messages.photos

interface Drawing {
  /** How it was photographed. */
  filter?: string
  /** Degrees clockwise. */
  turn?: number
  width?: number
  height?: number
}

/** A photographed page, drawn by the browser: lines of writing on paper that lies on a desk. */
async function photograph(page: Page, title: string, drawing: Drawing = {}): Promise<Buffer> {
  const data = await page.evaluate(
    ({ title, filter, turn, width, height }) => {
      const canvas = document.createElement('canvas')
      canvas.width = width
      canvas.height = height
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('no canvas')
      context.filter = filter
      context.translate(width / 2, height / 2)
      context.rotate((turn * Math.PI) / 180)
      const across = turn % 180 === 0 ? width : height
      const down = turn % 180 === 0 ? height : width
      context.translate(-across / 2, -down / 2)
      context.fillStyle = '#8d877b'
      context.fillRect(-2000, -2000, 6000, 6000)
      context.fillStyle = '#f7f5ef'
      context.fillRect(60, 60, across - 120, down - 120)
      context.fillStyle = '#23262b'
      context.font = '600 64px serif'
      context.fillText(title, 140, 190)
      context.font = '40px serif'
      for (let line = 1; line * 74 + 240 < down - 120; line += 1) {
        context.fillText(
          `${line}. 解方程 ${line + 2}x - ${line} = ${line * 5}，并写出检验`,
          140,
          230 + line * 74,
        )
      }
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? ''
    },
    { title, filter: 'none', turn: 0, width: 1200, height: 1600, ...drawing },
  )
  return Buffer.from(data, 'base64')
}

async function choose(chat: ChatPage, pictures: readonly Buffer[]): Promise<void> {
  const files = pictures.map((buffer, index) => ({
    name: `page-${index}.jpg`,
    mimeType: 'image/jpeg',
    buffer,
  }))
  await chat.choose(files)
}

/** What stands below each page of the tray, in order. */
function states(chat: ChatPage): Promise<string[]> {
  return chat.page.locator('photo-tray [class*="--words "]').allTextContents()
}

async function settledStates(chat: ChatPage, count: number): Promise<string[]> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const now = await states(chat)
    if (now.length === count && !now.includes(words.uploading)) return now
    if (Date.now() > deadline) throw new Error(`pages that are not ready: ${now.join()}`)
    await chat.page.waitForTimeout(100)
  }
}

/** The bytes of the picture that the viewer shows, as its size and the brightness of its left upper part. */
function shown(page: Page): Promise<{ width: number; height: number }> {
  return page.locator('[id$="--stage"] img').evaluate(async (image) => {
    if (!(image instanceof HTMLImageElement)) throw new Error('no picture')
    await image.decode()
    return { width: image.naturalWidth, height: image.naturalHeight }
  })
}

/** The same, once the picture is no longer so wide. */
async function changed(page: Page, width: number): Promise<{ width: number; height: number }> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const now = await shown(page)
    if (now.width !== width || Date.now() > deadline) return now
    await page.waitForTimeout(100)
  }
}

async function look(bench: Bench): Promise<void> {
  const chat = await bench.openChat()
  const { page } = chat
  const pages = [
    await photograph(page, '第一页'),
    await photograph(page, '第二页', { filter: 'blur(7px)' }),
    await photograph(page, '第三页', { turn: 90, width: 1600, height: 1200 }),
    await photograph(page, '第四页', { filter: 'brightness(0.2)' }),
  ]
  await choose(chat, pages)
  assert.deepEqual(await settledStates(chat, 4), [
    words.ready,
    words.findings.blurred.short,
    words.findings.turned.short,
    words.findings.dark.short,
  ])
  await pictures(page, 'photos-1-tray')

  await chat.photo(2, 4).click()
  await page.getByText(words.place(2, 4)).waitFor()
  await page.getByText(words.findings.blurred.long).waitFor()
  await page.waitForTimeout(400)
  await pictures(page, 'photos-2-viewer')

  await chat.photo(3, 4).last().click()
  await page.getByText(words.place(3, 4)).waitFor()
  assert.deepEqual(await shown(page), { width: 1600, height: 1200 })
  await page.getByRole('button', { name: words.left, exact: true }).click()
  await page.getByText(words.findings.turned.long).waitFor({ state: 'detached' })
  await changed(page, 1600)
  assert.deepEqual(await shown(page), { width: 1200, height: 1600 })

  await page.getByRole('button', { name: words.crop, exact: true }).click()
  const corner = await page.locator('[class*="--bottom-right"]').boundingBox()
  assert.ok(corner !== null)
  const [x, y] = [corner.x + corner.width / 2, corner.y + corner.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x - 60, y - 120, { steps: 6 })
  await page.mouse.up()
  await pictures(page, 'photos-3-crop')
  await page.getByRole('button', { name: words.cropped, exact: true }).click()
  const cut = await changed(page, 1200)
  assert.ok(cut.width < 1150 && cut.height < 1500, `cut to ${cut.width}×${cut.height}`)
  await page.getByRole('button', { name: words.restore, exact: true }).click()
  await page.getByText(words.findings.turned.long).waitFor()
  await changed(page, cut.width)
  assert.deepEqual(await shown(page), { width: 1600, height: 1200 })

  await page.getByRole('button', { name: words.earlier }).click()
  await page.getByText(words.place(2, 4)).waitFor()
  await page.getByRole('button', { name: words.delete, exact: true }).click()
  await page.getByText(words.place(2, 3)).waitFor()
  await page.getByRole('button', { name: words.done, exact: true }).click()
  assert.deepEqual(await settledStates(chat, 3), [
    words.ready,
    words.findings.blurred.short,
    words.findings.dark.short,
  ])
}

async function rearrange(bench: Bench): Promise<void> {
  const chat = await bench.openChat()
  const { page } = chat
  await choose(chat, [
    await photograph(page, '清楚'),
    await photograph(page, '模糊', { filter: 'blur(7px)' }),
  ])
  assert.deepEqual(await settledStates(chat, 2), [words.ready, words.findings.blurred.short])
  const first = await chat.photo(1, 2).boundingBox()
  assert.ok(first !== null)
  await page.mouse.move(first.x + 40, first.y + 40)
  await page.mouse.down()
  await page.waitForTimeout(500)
  await page.mouse.move(first.x + 160, first.y + 44, { steps: 8 })
  await picture(page, 'photos-4-held')
  await page.mouse.up()
  await page.waitForTimeout(300)
  assert.deepEqual(await states(chat), [words.findings.blurred.short, words.ready])
  assert.equal(await page.getByText(words.place(1, 2)).count(), 0, 'a page that was moved is not opened')
}

async function tooMany(bench: Bench): Promise<void> {
  const chat = await bench.openChat()
  const one = await photograph(chat.page, '一页', { width: 600, height: 800 })
  await choose(
    chat,
    Array.from({ length: 12 }, () => one),
  )
  await chat.page.getByText(words.leftOut(10, 2)).waitFor()
  await settledStates(chat, 10)
}

async function large(bench: Bench): Promise<void> {
  const chat = await bench.openChat()
  const { page } = chat
  const sent = page.waitForResponse((response) => response.url().endsWith('/api/v1/files'))
  await choose(chat, [await photograph(page, '大', { width: 3000, height: 4000 })])
  const file: unknown = await (await sent).json()
  assert.ok(typeof file === 'object' && file !== null && 'width' in file && 'height' in file)
  assert.deepEqual([file.width, file.height], [1500, 2000])
}

export const photos: Case[] = [
  {
    name: 'pages are judged, looked at, turned, cut, brought back and deleted before they are sent',
    run: look,
  },
  { name: 'a page that is held long is laid down elsewhere', run: rearrange },
  { name: 'whoever chooses more pages than fit is told how many were left out', run: tooMany },
  { name: 'a large photo is sent no larger than 2,000 pixels', run: large },
]
