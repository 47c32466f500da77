import type { Page, Route } from 'playwright-core'
import type { Account } from '../../../typings/account'
import type { Mistake, Report, ReviewRating } from '../../../typings/mistakes'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Exercises as a page of homework has them, the first three due. */
function mistakesAt(now: number): Mistake[] {
  const at = (time: number) => new Date(time).toISOString()
  const exercise = (id: string, given: Partial<Mistake>): Mistake => ({
    id,
    subject: 'math',
    text: '',
    student_answer: null,
    correct_answer: null,
    reason: null,
    points: [],
    note: null,
    page_url: null,
    box: null,
    question_id: null,
    no: null,
    created_at: at(now - 3 * DAY),
    due_at: at(now - DAY),
    reviews: 0,
    mastered: false,
    next: {
      again: at(now + 10 * MINUTE),
      hard: at(now + DAY),
      good: at(now + 4 * DAY),
      easy: at(now + 12 * DAY),
    },
    ...given,
  })
  const page = { page_url: '/api/v1/files/page', question_id: 'q1' }
  return [
    exercise('m1', {
      text: '解方程 $4x-9=11$',
      student_answer: '$x=0.5$',
      correct_answer: '$x=5$',
      reason: '−9 从左边移到右边，要变成 +9。代回去检查：$4\\times5-9=11$，对。',
      points: ['移项变号'],
      note: '移过等号就变号！先圈出来再移。',
      reviews: 1,
      due_at: at(now - 3 * DAY),
      box: [0.06, 0.73, 0.4, 0.13],
      no: '3',
      ...page,
    }),
    exercise('m2', {
      text: '计算 $-2^2+5$',
      student_answer: '9',
      correct_answer: '1',
      reason: '先算乘方：$-2^2=-4$，再加 5。',
      points: ['乘方与负号'],
      reviews: 2,
      due_at: at(now - 2 * DAY),
      box: [0.06, 0.55, 0.45, 0.13],
      no: '6',
      ...page,
    }),
    exercise('m3', {
      subject: 'english',
      text: 'She has been ill ____ Monday.',
      student_answer: 'for',
      correct_answer: 'since',
      points: ['since / for'],
      ...page,
      box: null,
    }),
    exercise('m4', {
      subject: 'physics',
      text: '一个物体重 10 N，浸没在水中称得 6 N，求浮力。',
      student_answer: '6 N',
      correct_answer: '4 N',
      points: ['浮力'],
      due_at: at(now + DAY),
    }),
    exercise('m5', {
      text: '△ABC 中 $DE\\parallel BC$，$AD:DB=2:3$，求 $DE:BC$。',
      student_answer: '$2:3$',
      correct_answer: '$2:5$',
      points: ['相似三角形'],
      due_at: at(now + 5 * DAY),
      box: [0.06, 0.37, 0.55, 0.12],
      ...page,
    }),
    exercise('m6', {
      text: '$\\frac34+\\frac23=$',
      correct_answer: '$\\frac{17}{12}$',
      mastered: true,
      due_at: null,
    }),
  ]
}

const REPORT: Report = {
  days: 7,
  questions: 38,
  active_days: 5,
  mistakes: 9,
  reviews: 14,
  by_subject: [
    { subject: 'math', questions: 20, mistakes: 5 },
    { subject: 'english', questions: 10, mistakes: 3 },
    { subject: 'physics', questions: 8, mistakes: 1 },
  ],
  weak_points: [
    { point: '移项变号', mistakes: 3, mastered: 1 },
    { point: 'since / for', mistakes: 2, mastered: 0 },
  ],
}

/**
 * A student whose book, week and name are always the same, so that pictures can be compared: stands between the browser and the
 * server for the calls about them. The picture of the page is the server's fixture.
 */
export class Student {
  readonly mistakes = mistakesAt(Date.now())
  readonly ratings: { id: string; rating: string }[] = []
  /** Without a network nothing of it answers. */
  isReachable = true
  /** All of the student was erased. */
  isErased = false
  private account: Account = { id: 'u1', name: '林小满', grade: 7, settings: {} }

  constructor(private readonly picture: string) {}

  async standIn(page: Page): Promise<void> {
    await page.route('**/api/v1/files/page*', (route) => route.fulfill({ path: this.picture }))
    await page.route('**/api/v1/learning/report*', (route) => route.fulfill({ json: REPORT }))
    await page.route('**/api/v1/users/me', (route) => this.onAccount(route))
    await page.route('**/api/v1/learning/mistakes**', (route) => this.onMistakes(route))
  }

  private onAccount(route: Route): Promise<void> {
    if (!this.isReachable) return route.abort()
    if (route.request().method() === 'DELETE') {
      this.isErased = true
      return route.fulfill({ status: 204 })
    }
    const given: unknown = route.request().method() === 'POST' ? route.request().postDataJSON() : {}
    this.account = { ...this.account, ...(typeof given === 'object' ? given : {}) }
    return route.fulfill({ json: this.account })
  }

  private onMistakes(route: Route): Promise<void> {
    if (!this.isReachable) return route.abort()
    const address = new URL(route.request().url())
    const [, id, action] = /mistakes(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(address.pathname) ?? []
    if (id === 'export') return route.fulfill({ body: '<h1>错题本</h1>', contentType: 'text/html' })
    if (id === undefined) return this.list(route, address.searchParams)
    const mistake = this.mistakes.find((each) => each.id === id)
    if (mistake === undefined) return route.fulfill({ status: 404, json: { code: 'NOT_FOUND', message: '' } })
    if (route.request().method() === 'DELETE') {
      this.mistakes.splice(this.mistakes.indexOf(mistake), 1)
      return route.fulfill({ status: 204 })
    }
    const given: { rating?: ReviewRating } = route.request().postDataJSON() ?? {}
    if (action === 'review' && given.rating !== undefined) {
      this.ratings.push({ id, rating: given.rating })
      Object.assign(mistake, { reviews: mistake.reviews + 1, due_at: mistake.next[given.rating] })
    } else Object.assign(mistake, given)
    return route.fulfill({ json: mistake })
  }

  private list(route: Route, query: URLSearchParams): Promise<void> {
    const due = this.mistakes.filter(
      ({ due_at, mastered }) => !mastered && due_at !== null && Date.parse(due_at) <= Date.now(),
    )
    const items = query.get('due') === 'true' ? due : this.mistakes
    return route.fulfill({ json: { items, total: items.length, due: due.length, page: 1, size: 100 } })
  }
}
