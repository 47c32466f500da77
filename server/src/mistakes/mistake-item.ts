import type { Mistake } from '../../../typings/mistakes'
import type { FileAddresses } from '../files/file-address'
import type { MistakeEntry } from '../store/mistake-entry'
import { nextDates } from './review-schedule'

/** A mistake as it is told: its page by an address, with what each rating would give now. */
export function mistakeItem(
  entry: MistakeEntry,
  { addresses, now }: { addresses: Pick<FileAddresses, 'sign'>; now: Date },
): Mistake {
  return {
    id: entry.id,
    subject: entry.subject,
    text: entry.text,
    student_answer: entry.student_answer,
    correct_answer: entry.correct_answer,
    reason: entry.reason,
    points: [...entry.points],
    note: entry.note,
    page_url: entry.fileId === null ? null : addresses.sign(entry.fileId),
    box: entry.box,
    question_id: entry.questionId,
    no: entry.no,
    created_at: entry.createdAt,
    due_at: entry.mastered ? null : entry.dueAt,
    reviews: entry.reviews,
    mastered: entry.mastered,
    next: nextDates(entry, now),
  }
}
