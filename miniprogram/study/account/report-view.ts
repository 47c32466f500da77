import type { Report } from '../../account/account'
import { type Subject, subjectOf } from '../../api/subject'
import { meMessages as words } from '../messages/me.zh-CN'
import { subjects } from '../messages/subjects.zh-CN'

/** The share of the longest bar, in per cent, that a bar is at least: one question can be seen too. */
const LEAST_BAR = 3

/** The two bars of a subject. */
export interface SubjectBars {
  subject: Subject
  sign: string
  /** Per cent of the chart's width. */
  questions: number
  mistakes: number
  asked: string
  wrong: string
  label: string
}

/** What the page shows of a report. */
export interface ReportView {
  figures: { count: number; name: string }[]
  bars: SubjectBars[]
  weak: { point: string; counts: string }[]
}

/** A report as it is shown. */
export function reportView(report: Report): ReportView {
  const { days, questions, mistakes, reviews } = words.figures
  const longest = Math.max(1, ...report.by_subject.flatMap((each) => [each.questions, each.mistakes]))
  const share = (count: number) =>
    count === 0 ? 0 : Math.max(LEAST_BAR, Math.round((100 * count) / longest))
  return {
    figures: [
      { count: report.active_days, name: days },
      { count: report.questions, name: questions },
      { count: report.mistakes, name: mistakes },
      { count: report.reviews, name: reviews },
    ],
    bars: report.by_subject.map((each) => {
      const subject = subjectOf(each.subject)
      const { sign, name } = subjects[subject]
      return {
        subject,
        sign,
        questions: share(each.questions),
        mistakes: share(each.mistakes),
        asked: words.asked(each.questions),
        wrong: words.wrong(each.mistakes),
        label: words.bar(name, each.questions, each.mistakes),
      }
    }),
    weak: report.weak_points.map(({ point, mistakes: wrong, mastered }) => ({
      point,
      counts: words.weakCounts(wrong, mastered),
    })),
  }
}
