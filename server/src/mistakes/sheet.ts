import { messages } from '../messages/zh-CN'
import { SUBJECTS, subjectOf } from '../model/subjects'
import type { MistakeEntry } from '../store/mistake-entry'

/** A sheet to print: exercises to be done again, and behind them their solutions, in the same order. */
export interface Sheet {
  title: string
  exercises: string[]
  solutions: SheetLine[][]
}

/** What is said of an exercise, under its name. */
export interface SheetLine {
  label: string
  text: string
}

/** The sheet of these mistakes, in their order. */
export function sheetOf(entries: readonly MistakeEntry[], subject: string | undefined): Sheet {
  const { mistakeBook, sheet } = messages
  return {
    title: subject ? `${mistakeBook} · ${subjectName(subject)}` : mistakeBook,
    exercises: entries.map(({ text }) => text),
    solutions: entries.map((entry) => {
      const lines = [
        { label: sheet.correctAnswer, text: entry.correct_answer ?? sheet.unknown },
        { label: sheet.studentAnswer, text: entry.student_answer },
        { label: sheet.reason, text: entry.reason },
        { label: sheet.points, text: entry.points.length === 0 ? null : entry.points.join('、') },
        { label: sheet.note, text: entry.note },
      ]
      return lines.flatMap(({ label, text }) => (text === null ? [] : [{ label, text }]))
    }),
  }
}

/** A subject as it is printed; a word that names none of the ten stays as it is. */
function subjectName(word: string): string {
  const subject = subjectOf(word)
  return subject === undefined ? word : SUBJECTS[subject]
}
