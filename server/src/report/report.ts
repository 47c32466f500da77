import type { Report, Subject } from '../../../typings/mistakes'
import { subjectOf } from '../model/subjects'
import type { Activity } from '../store/report-repository'
import { dayIn } from './calendar-days'

const MOST_POINTS = 10

/** What was done on these days. `first`: the first of them in `timeZone`. */
export function reportOf(
  { questions, mistakes, reviews }: Activity,
  { days, first, timeZone }: { days: number; first: string; timeZone: string },
): Report {
  const day = ({ createdAt }: { createdAt: string }) => dayIn(timeZone, createdAt)
  const within = (one: { createdAt: string }) => day(one) >= first
  const asked = questions.filter(within)
  const made = mistakes.filter(within)
  const reviewed = reviews.filter(within)
  return {
    days,
    questions: asked.length,
    active_days: new Set([...asked, ...reviewed].map(day)).size,
    mistakes: made.length,
    reviews: reviewed.length,
    by_subject: bySubject(
      asked.map(({ subject, chosen }) => subjectOf(subject) ?? subjectOf(chosen) ?? 'other'),
      made.map(({ subject }) => subjectOf(subject) ?? 'other'),
    ),
    weak_points: weakPoints(made),
  }
}

function bySubject(questions: readonly Subject[], mistakes: readonly Subject[]): Report['by_subject'] {
  const lines = [...new Set([...questions, ...mistakes])].map((subject) => ({
    subject,
    questions: questions.filter((one) => one === subject).length,
    mistakes: mistakes.filter((one) => one === subject).length,
  }))
  return lines.sort((one, other) => other.questions - one.questions || other.mistakes - one.mistakes)
}

function weakPoints(mistakes: Activity['mistakes']): Report['weak_points'] {
  const points = new Map<string, { point: string; mistakes: number; mastered: number }>()
  for (const mistake of mistakes) {
    for (const point of mistake.points) {
      const known = points.get(point) ?? { point, mistakes: 0, mastered: 0 }
      known.mistakes += 1
      if (mistake.mastered) known.mastered += 1
      points.set(point, known)
    }
  }
  const left = (one: { mistakes: number; mastered: number }) => one.mistakes - one.mastered
  return [...points.values()]
    .sort((one, other) => left(other) - left(one) || other.mistakes - one.mistakes)
    .slice(0, MOST_POINTS)
}
