import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type { PhoneOptions } from '../phone'
import type { Bench } from '../runner'
import { Student } from './student'

const PICTURE = path.join(__dirname, '../../../server/test/fixtures/pages/arithmetic-linear.png')

/** One of the pages of the mistake book, on a phone of a student who is always the same. */
export interface StudyPage {
  page: Page
  student: Student
  /** Opens another one, as a program that has just been started does. */
  start(route: string): Promise<void>
  button(name: string | RegExp): Locator
}

export async function openStudy(
  { openPhone, stack }: Bench,
  options: PhoneOptions,
  route: string,
): Promise<StudyPage> {
  const { page } = await openPhone(options)
  const student = new Student(PICTURE)
  await student.standIn(page)
  const start = async (next: string): Promise<void> => {
    await page.goto('about:blank')
    await page.goto(`${stack.preview.address}/app.html#/${next}`)
    await page.locator('html[data-ready]').waitFor()
  }
  await start(route)
  return {
    page,
    student,
    start,
    button: (name) => page.getByRole('button', { name, exact: typeof name === 'string' }),
  }
}
