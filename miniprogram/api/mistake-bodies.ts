import type { Mistake, MistakePage, PageBox, Report, ReviewRating } from '../../typings/mistakes'
import type { BodyReader } from './body-reader'
import { SUBJECTS } from './subject'

/** One mistake. Throws `BodyError`, as all of these; what is not known stays null. */
export function readMistake(body: BodyReader): Mistake {
  return {
    id: body.text('id'),
    subject: body.textOrNull('subject'),
    text: body.text('text'),
    student_answer: body.textOrNull('student_answer'),
    correct_answer: body.textOrNull('correct_answer'),
    reason: body.textOrNull('reason'),
    points: body.texts('points'),
    note: body.textOrNull('note'),
    page_url: body.textOrNull('page_url'),
    box: readBox(body.numbers('box')),
    question_id: body.textOrNull('question_id'),
    no: body.textOrNull('no'),
    created_at: body.text('created_at'),
    due_at: body.textOrNull('due_at'),
    reviews: body.count('reviews'),
    mastered: body.flag('mastered'),
    next: body.object('next', readNext),
  }
}

/** One page of the mistake book; a mistake that cannot be read is left out. */
export function readMistakePage(body: BodyReader): MistakePage {
  return {
    items: body.objects('items', readMistake),
    total: body.count('total'),
    due: body.count('due'),
    page: body.count('page'),
    size: body.count('size'),
  }
}

/** What was done in some days. A subject that a newer server knows counts as another one. */
export function readReport(body: BodyReader): Report {
  return {
    days: body.count('days'),
    questions: body.count('questions'),
    active_days: body.count('active_days'),
    mistakes: body.count('mistakes'),
    reviews: body.count('reviews'),
    by_subject: body.objects('by_subject', (line) => ({
      subject: line.oneOfOr('subject', SUBJECTS, 'other'),
      questions: line.count('questions'),
      mistakes: line.count('mistakes'),
    })),
    weak_points: body.objects('weak_points', (line) => ({
      point: line.text('point'),
      mistakes: line.count('mistakes'),
      mastered: line.count('mastered'),
    })),
  }
}

function readNext(body: BodyReader): Record<ReviewRating, string> {
  return {
    again: body.text('again'),
    hard: body.text('hard'),
    good: body.text('good'),
    easy: body.text('easy'),
  }
}

/** A part of a page; what is none is not known. */
export function readBox([x, y, width, height, ...more]: readonly number[]): PageBox | null {
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null
  return more.length === 0 && width > 0 && height > 0 ? [x, y, width, height] : null
}
