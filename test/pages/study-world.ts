import type { AccountPort } from '../../miniprogram/account/account'
import { Appearance } from '../../miniprogram/look/appearance'
import { DueCount } from '../../miniprogram/mistakes/due-count'
import type { Mistake } from '../../miniprogram/mistakes/mistake'
import { RatingOutbox } from '../../miniprogram/mistakes/rating-outbox'
import { render, type Simulated } from '../components/simulated'
import { MemoryStore } from '../conversation/fakes'
import { FakeLifecycle, FakeMistakes, mistake } from '../mistakes/fakes'

/** What the host calls of a page. */
export interface StudyPage {
  onLoad(query: Record<string, string>): void
  onShow(): void
  onHide(): void
  onUnload(): void
}
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** What tests are about. */
export const ONE = mistake('one', {
  text: '4x-9=11',
  correct_answer: 'x=5',
  student_answer: 'x=0.5',
  reason: '移项要变号',
})
export const TWO = mistake('two', { text: '1+1' })

/** A program with these exercises; a test plays the server. */
export function program(...mistakes: Mistake[]) {
  const store = new MemoryStore()
  const port = new FakeMistakes(mistakes)
  const ratings = new RatingOutbox({ port, store, lifecycle: new FakeLifecycle(), logger: silent })
  const changes: object[] = []
  const me = { id: 'u', name: '林小满', grade: 7, settings: {} }
  const account: AccountPort = {
    me: async () => me,
    change: async (change) => {
      changes.push(change)
      return { ...me, ...change, settings: {} }
    },
    report: async () => ({
      days: 7,
      questions: 38,
      active_days: 5,
      mistakes: 9,
      reviews: 14,
      by_subject: [{ subject: 'math', questions: 20, mistakes: 5 }],
      weak_points: [],
    }),
    export: async () => '{}',
    erase: async () => undefined,
  }
  const asked: string[] = []
  const made = {
    mistakes: port,
    ratings,
    due: new DueCount(port, store, ratings),
    account,
    appearance: new Appearance(store),
    askAbout: (...question: string[]) => {
      asked.push(question.join(' '))
      return true
    },
    clearCache: () => undefined,
    erase: jest.fn(async () => undefined),
  }
  Object.assign(globalThis, { getApp: () => ({ program: made }), getCurrentPages: () => [] })
  return { ...made, port, changes, asked }
}

/** Opens a page over a program; what waits for a promise goes on. */
export async function open(id: string, query: Record<string, string> = {}) {
  const page = render(id)
  const instance: StudyPage = page.instance
  instance.onLoad(query)
  instance.onShow()
  await passed(50)
  return { page, instance }
}

export const passed = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds)

export async function tapped(page: Simulated, selector: string, at = 0): Promise<void> {
  const node = page.querySelectorAll(selector)[at]
  if (node === undefined) throw new Error(`nothing to tap at ${selector}`)
  node.dispatchEvent('tap')
  await passed(50)
}
