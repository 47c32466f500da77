import type { Report } from '../../miniprogram/account/account'
import { reportView } from '../../miniprogram/study/account/report-view'

const REPORT: Report = {
  days: 7,
  questions: 20,
  active_days: 5,
  mistakes: 6,
  reviews: 14,
  by_subject: [
    { subject: 'math', questions: 200, mistakes: 5 },
    { subject: 'english', questions: 1, mistakes: 0 },
  ],
  weak_points: [{ point: '移项变号', mistakes: 3, mastered: 1 }],
}

describe('The report of a week', () => {
  test('has its four figures, and its bars in proportion to the longest', () => {
    const { figures, bars } = reportView(REPORT)
    expect(figures.map(({ count, name }) => `${count} ${name}`)).toEqual([
      '5 天在学',
      '20 次提问',
      '6 道错题',
      '14 次复习',
    ])
    expect(bars[0]).toMatchObject({ questions: 100, asked: '问 200 次', wrong: '错 5 道' })
  })

  test('shows one question of many, and nothing where there is nothing', () => {
    expect(reportView(REPORT).bars[1]).toMatchObject({ questions: 3, mistakes: 0 })
  })

  test('says in words what a bar shows', () => {
    expect(reportView(REPORT).bars[0]?.label).toBe('数学：问 200 次，错 5 道')
  })

  test('of a week without a question has no bars', () => {
    expect(reportView({ ...REPORT, by_subject: [], weak_points: [] })).toMatchObject({ bars: [], weak: [] })
  })
})
