import assert from 'node:assert/strict'
import { meMessages } from '../../../miniprogram/study/messages/me.zh-CN'
import { mistakeMessages } from '../../../miniprogram/study/messages/mistakes.zh-CN'
import { reviewMessages } from '../../../miniprogram/study/messages/review.zh-CN'
import { faults, largestLetters, STILL } from '../look'
import type { Bench, Case } from '../runner'
import { openStudy } from '../study/open-study'

const SIZES = [
  [320, 568],
  [390, 844],
  [844, 390],
  [1024, 768],
] as const

/** Every view and sheet of the three pages. */
async function lookAround(
  bench: Bench,
  [width, height]: readonly [number, number],
  letters?: 'largest',
): Promise<void> {
  const found: string[] = []
  const book = 'study/pages/mistakes/mistakes'
  const { page, button, start } = await openStudy(bench, { width, height }, book)
  const look = async (view: string): Promise<void> => {
    found.push(...(await faults(page, `study-${width}x${height}-${letters ?? ''}${view}`)))
  }
  if (letters !== undefined) {
    await largestLetters(page)
    await start(book)
  }
  await page.getByText(mistakeMessages.due).first().waitFor()
  await look('1-mistakes')
  await button(mistakeMessages.add).click()
  await look('2-add')
  await button(mistakeMessages.form.close).first().click()
  await page.waitForTimeout(STILL)
  await button(mistakeMessages.print).click()
  await look('3-print')
  await button(mistakeMessages.form.close).first().click()
  await page.waitForTimeout(STILL)
  await button(/解方程/)
    .first()
    .click()
  await page.getByText(mistakeMessages.similar, { exact: true }).waitFor()
  await look('4-mistake')
  await start('study/pages/review/review')
  await button(reviewMessages.open).waitFor()
  await look('5-review-shut')
  await button(reviewMessages.open).click()
  await look('6-review-open')
  await button(new RegExp(`^${reviewMessages.ratings.good}`)).click()
  await look('7-review-undo')
  for (const _ of [2, 3]) {
    await button(reviewMessages.open).click()
    await button(new RegExp(`^${reviewMessages.ratings.hard}`)).click()
  }
  await page.getByText(reviewMessages.end(3), { exact: true }).waitFor()
  await look('8-review-end')
  await start('study/pages/me/me')
  await page.getByText(meMessages.weak).waitFor()
  await look('9-me')
  await button(meMessages.edit).click()
  await look('10-me-edit')
  await page.getByText(meMessages.cancel, { exact: true }).first().click()
  await page.waitForTimeout(STILL)
  await page.getByText(meMessages.erase, { exact: true }).click()
  await look('11-me-erase')
  assert.deepEqual(found, [])
}

export const study: Case[] = [
  ...SIZES.map((size) => ({
    name: `mistake book, review and the student’s page are whole and can be read and reached at ${size.join(' × ')}`,
    run: (bench: Bench) => lookAround(bench, size),
  })),
  {
    name: 'mistake book, review and the student’s page are whole and can be read and reached with the largest letters on a small phone',
    run: (bench) => lookAround(bench, [320, 568], 'largest'),
  },
]
