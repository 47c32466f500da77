import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { messages } from '../../../miniprogram/messages/zh-CN'
import { fileSheetMessages } from '../../../miniprogram/study/messages/file-sheet.zh-CN'
import { meMessages } from '../../../miniprogram/study/messages/me.zh-CN'
import { mistakeMessages } from '../../../miniprogram/study/messages/mistakes.zh-CN'
import { reviewMessages } from '../../../miniprogram/study/messages/review.zh-CN'
import { pictures } from '../look'
import { picture } from '../phone'
import type { Bench, Case } from '../runner'
import { openStudy, type StudyPage } from '../study/open-study'

const MISTAKES = 'study/pages/mistakes/mistakes'
const REVIEW = 'study/pages/review/review'
const ME = 'study/pages/me/me'
/** Longer than any fade or sheet takes. */
const STILL = 700

async function rate({ button }: StudyPage, rating: keyof typeof reviewMessages.ratings): Promise<void> {
  await button(reviewMessages.open).click()
  await button(new RegExp(`^${reviewMessages.ratings[rating]}`)).click()
}

/** Waits until it holds; the page goes on meanwhile. */
async function until(page: Page, holds: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !holds(); round += 1) await page.waitForTimeout(50)
}

async function reviewOffline(bench: Bench): Promise<void> {
  const study = await openStudy(bench, { expectNetworkErrors: true }, MISTAKES)
  const { page, student, start } = study
  await page.getByText(mistakeMessages.due).first().waitFor()
  student.isReachable = false
  await start(REVIEW)
  await page.getByText(reviewMessages.kept).waitFor()
  await rate(study, 'good')
  await rate(study, 'hard')
  await study.button(reviewMessages.undo).click()
  await study.button(new RegExp(`^${reviewMessages.ratings.easy}`)).click()
  await rate(study, 'again')
  await page.getByText(reviewMessages.end(3), { exact: true }).waitFor()
  await page.getByText(reviewMessages.waiting(3)).waitFor()
  await picture(page, 'study-offline-end')
  assert.deepEqual(student.ratings, [])
  // The program ends; it is opened again where there is a network.
  student.isReachable = true
  await start(MISTAKES)
  await until(page, () => student.ratings.length >= 3)
  await page.waitForTimeout(STILL)
  assert.deepEqual(student.ratings, [
    { id: 'm1', rating: 'good' },
    { id: 'm2', rating: 'easy' },
    { id: 'm3', rating: 'again' },
  ])
}

async function chooseLook(bench: Bench): Promise<void> {
  const { page, button, start } = await openStudy(bench, { theme: 'light' }, ME)
  await page.getByText(meMessages.weak).waitFor()
  await page.getByText(meMessages.appearance, { exact: true }).click()
  await button(meMessages.themes.dark).click()
  await page.getByText(meMessages.size, { exact: true }).click()
  await button(meMessages.sizes[3]).click()
  await page.waitForTimeout(STILL)
  await picture(page, 'study-chosen-me')
  for (const [route, root] of [
    ['pages/chat/chat', '.chat'],
    [MISTAKES, '.mistakes'],
    [REVIEW, '.page'],
    [ME, '.page'],
  ] as const) {
    await start(route)
    await page.waitForTimeout(STILL)
    const [paper, size] = await page
      .locator(`#wx-app .top ${root}`)
      .first()
      .evaluate((node) => {
        const style = getComputedStyle(node)
        return [style.backgroundColor, style.getPropertyValue('--size-body').trim()]
      })
    assert.deepEqual([route, paper, size], [route, 'rgb(20, 24, 28)', '20px'])
    await picture(page, `study-chosen-${route.replace(/.*\//, '')}`)
  }
}

async function erase(bench: Bench): Promise<void> {
  const { page, student } = await openStudy(bench, {}, ME)
  await page.getByText(meMessages.weak).waitFor()
  await page.getByText(meMessages.erase, { exact: true }).click()
  await page.getByText(meMessages.eraseText, { exact: true }).waitFor()
  await page.waitForTimeout(STILL)
  await page.getByText(meMessages.eraseConfirm, { exact: true }).click()
  await page.getByText(meMessages.erased, { exact: true }).waitFor()
  await picture(page, 'study-erased')
  assert.equal(student.isErased, true)
  await page.waitForTimeout(STILL)
  const kept = await page.evaluate(() => Object.keys(localStorage))
  assert.deepEqual(kept, ['wx:server-address'])
  await page.getByRole('button', { name: meMessages.restart, exact: true }).click()
  await page.getByText(messages.welcome.title).waitFor()
}

async function print(bench: Bench): Promise<void> {
  const { page, button } = await openStudy(bench, {}, MISTAKES)
  await button(mistakeMessages.print).click()
  await button('发给微信好友或文件传输助手').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button('发给微信好友或文件传输助手').click(),
  ])
  assert.equal(download.suggestedFilename(), mistakeMessages.sheet.file)
  await button(fileSheetMessages.pictures).click()
  const shown = page.locator('.image-preview img, [class*="preview"] img').first()
  await shown.waitFor()
  await page.waitForTimeout(STILL)
  await picture(page, 'study-print-picture')
}

/** As a thumb draws a row to the left. */
async function swipe(page: Page, row: Locator): Promise<void> {
  const box = await row.boundingBox()
  assert.ok(box !== null)
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width - 40, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 240, y, { steps: 8 })
  await page.mouse.up()
  await page.waitForTimeout(STILL)
}

async function swipeRows(bench: Bench): Promise<void> {
  const { page, student, button } = await openStudy(bench, {}, MISTAKES)
  await page.getByText(mistakeMessages.due).first().waitFor()
  await swipe(page, button(/since/).first())
  await pictures(page, 'study-swiped')
  await button(/^标为已掌握：.*Monday/).click()
  await button(/since/).first().waitFor({ state: 'detached' })
  await swipe(page, button(/解方程/).first())
  await button(/^删除：.*解方程/).click()
  await page.getByText(mistakeMessages.removeText).waitFor()
  await page.waitForTimeout(STILL)
  await pictures(page, 'study-swiped-remove')
  await page.getByText(mistakeMessages.remove, { exact: true }).last().click()
  await button(/解方程/)
    .first()
    .waitFor({ state: 'detached' })
  const left = student.mistakes.map(({ id, mastered }) => `${id}${mastered ? ' mastered' : ''}`)
  assert.deepEqual(left, ['m2', 'm3 mastered', 'm4', 'm5', 'm6 mastered'])
}

async function findAndChange(bench: Bench): Promise<void> {
  const { page, student, button } = await openStudy(bench, {}, MISTAKES)
  await page.getByText(mistakeMessages.due).first().waitFor()
  await page.locator('input').fill('浮力')
  await button(/解方程/)
    .first()
    .waitFor({ state: 'detached' })
  await button(/浸没在水中/)
    .first()
    .click()
  const note = page.locator('textarea')
  await note.fill('称重法')
  await button(mistakeMessages.master).click()
  await button(mistakeMessages.unmaster).waitFor()
  assert.deepEqual(
    student.mistakes.flatMap(({ id, note: kept, mastered }) => (id === 'm4' ? [[kept, mastered]] : [])),
    [['称重法', true]],
  )
  await button(mistakeMessages.back).click()
  await page.getByText(mistakeMessages.none).waitFor()
}

export const studyWays: Case[] = [
  { name: 'a review goes on without a network, and its ratings arrive later, once each', run: reviewOffline },
  { name: 'what a student chose to look at is how every page looks', run: chooseLook },
  { name: 'who erases everything leaves nothing on the phone', run: erase },
  { name: 'a sheet to print is handed to a chat as a file', run: print },
  { name: 'a row of the mistake book is drawn aside, mastered, and another one removed', run: swipeRows },
  { name: 'a mistake is found by its words, gets a note and is marked as mastered', run: findAndChange },
]
