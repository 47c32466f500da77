import { SUBJECTS, type Subject, subjectOf } from '../../api/subject'
import { isDue, type Mistake, type PageBox } from '../../mistakes/mistake'
import { mistakeMessages as words } from '../messages/mistakes.zh-CN'
import { subjects } from '../messages/subjects.zh-CN'
import { filtered, type MistakeFilter } from './mistake-filter'
import { whenWords } from './when'

/** Mistakes that are shown at first, and how many more each time. */
export const SHOWN_AT_ONCE = 40
/** Characters of an exercise in the name of a button. */
const NAME_LENGTH = 30
/** Minutes that an exercise takes, about. */
const MINUTES_EACH = 1.3

/** What views are made with. */
export interface ViewTools {
  /** Milliseconds since the epoch. */
  now: number
  /** What was rated here and is not due any more, though the server may not know yet. */
  rated: ReadonlySet<string>
  /** Markdown and formulas as one line of text. */
  readable(markdown: string): string
  /** Where an `<image>` finds a file of the server's. */
  address(url: string): string
}

/** An exercise in the list. */
export interface MistakeRow {
  id: string
  subject: Subject
  sign: string
  /** What a reader hears instead of the sign. */
  subjectName: string
  text: string
  yours: string
  right: string
  /** Its first point, with the room after it; else empty. */
  point: string
  /** How often it was reviewed, or when it comes up, in words. */
  when: string
  /** The page that it is cut out of, where its place is known; else empty. */
  picture: string
  box: PageBox | []
  mastered: boolean
  /** What the two buttons beside it are called: they are reached by themselves, without the row. */
  masterLabel: string
  removeLabel: string
}

interface MistakeSection {
  title: string
  /** Shown in red beside the title; 0 for none. */
  count: number
  rows: MistakeRow[]
}

/** A way to see fewer of them. */
export interface FilterChip {
  key: string
  subject: Subject | ''
  sign: string
  text: string
  /** What a reader hears before it: the subject's name. */
  heard: string
  chosen: boolean
}

/** What the list shows. */
export interface BookView {
  chips: FilterChip[]
  sections: MistakeSection[]
  hasMore: boolean
  /** Instead of a list; empty where there is one. */
  nothing: string
  /** Exercises to review now, and what that takes, in words. */
  dueCount: number
  review: string
  minutes: string
}

/** Before any mistake is known. */
export const EMPTY_BOOK: BookView = {
  chips: [],
  sections: [],
  hasMore: false,
  nothing: '',
  dueCount: 0,
  review: '',
  minutes: '',
}

/** The mistake book as it is shown, of its filter, `shown` exercises at the most. */
export function bookView(
  mistakes: readonly Mistake[],
  filter: MistakeFilter,
  shown: number,
  tools: ViewTools,
): BookView {
  const found = filtered(mistakes, filter)
  const visible = found.slice(0, shown)
  const isLeft = (each: Mistake) => isToDo(each, tools)
  const due = visible.filter(isLeft)
  const later = visible.filter((each) => !isLeft(each))
  const dueCount = mistakes.filter(isLeft).length
  const section = (title: string, count: number, of: readonly Mistake[]): MistakeSection[] =>
    of.length === 0 ? [] : [{ title, count, rows: of.map((each) => mistakeRow(each, tools)) }]
  return {
    chips: filterChips(mistakes, filter),
    sections: filter.mastered
      ? section(words.mastered, 0, visible)
      : [...section(words.due, found.filter(isLeft).length, due), ...section(words.later, 0, later)],
    hasMore: found.length > visible.length,
    nothing: found.length > 0 ? '' : nothingWords(mistakes, filter),
    dueCount,
    review: words.review(dueCount),
    minutes: words.minutes(Math.ceil(dueCount * MINUTES_EACH)),
  }
}

function nothingWords(mistakes: readonly Mistake[], filter: MistakeFilter): string {
  if (mistakes.length === 0) return words.empty
  return filter.mastered && filter.words === '' ? words.noneMastered : words.none
}

/** All, each subject that there is, and what is mastered. */
function filterChips(mistakes: readonly Mistake[], filter: MistakeFilter): FilterChip[] {
  const open = mistakes.filter(({ mastered }) => !mastered)
  const isWhole = filter.subject === '' && !filter.mastered
  const chip = (key: string, text: string, chosen: boolean): FilterChip => ({
    key,
    subject: '',
    sign: '',
    text,
    heard: '',
    chosen,
  })
  const ofSubjects = SUBJECTS.flatMap((subject): FilterChip[] => {
    const count = open.filter((each) => subjectOf(each.subject) === subject).length
    const chosen = filter.subject === subject && !filter.mastered
    if (count === 0 && !chosen) return []
    const { sign, name } = subjects[subject]
    return [{ key: subject, subject, sign, text: String(count), heard: name, chosen }]
  })
  return [
    chip('all', words.all(open.length), isWhole),
    ...ofSubjects,
    chip('mastered', words.mastered, filter.mastered),
  ]
}

function isToDo(mistake: Mistake, { now, rated }: Pick<ViewTools, 'now' | 'rated'>): boolean {
  return isDue(mistake, now) && !rated.has(mistake.id)
}

function mistakeRow(mistake: Mistake, tools: ViewTools): MistakeRow {
  const { readable, address } = tools
  const subject = subjectOf(mistake.subject)
  const { sign, name } = subjects[subject]
  const text = readable(mistake.text).replace(/\s+/g, ' ').trim()
  const { page_url, box, points } = mistake
  return {
    id: mistake.id,
    subject,
    sign,
    subjectName: name,
    text,
    yours: line(mistake.student_answer, readable),
    right: line(mistake.correct_answer, readable),
    point: points[0] === undefined ? '' : `${points[0]}　`,
    when: comesUpWords(mistake, tools),
    picture: page_url === null || box === null ? '' : address(page_url),
    box: box ?? [],
    mastered: mistake.mastered,
    masterLabel: words.of(mistake.mastered ? words.unmaster : words.master, shortened(text)),
    removeLabel: words.of(words.remove, shortened(text)),
  }
}

/** As much of an exercise as tells it from others. */
function shortened(text: string): string {
  const characters = Array.from(text)
  return characters.length <= NAME_LENGTH ? text : `${characters.slice(0, NAME_LENGTH).join('')}…`
}

/** How often it was reviewed where that is to be done now, else when it comes up again. */
function comesUpWords(mistake: Mistake, { now, rated }: Pick<ViewTools, 'now' | 'rated'>): string {
  if (mistake.mastered) return words.mastered
  if (rated.has(mistake.id)) return words.justReviewed
  if (isDue(mistake, now) || mistake.due_at === null)
    return mistake.reviews === 0 ? words.notReviewed : words.reviewed(mistake.reviews)
  return whenWords(Date.parse(mistake.due_at), now)
}

/** That an exercise is in the book, and when it comes up. */
export function takenWords(mistake: Mistake, tools: Pick<ViewTools, 'now' | 'rated'>): string {
  const { taken, due, later } = words.taken
  const { due_at, mastered } = mistake
  if (isToDo(mistake, tools)) return taken(due)
  if (mastered || tools.rated.has(mistake.id) || due_at === null) return taken(comesUpWords(mistake, tools))
  return taken(later(whenWords(Date.parse(due_at), tools.now)))
}

function line(text: string | null, readable: (markdown: string) => string): string {
  return text === null ? '' : readable(text).replace(/\s+/g, ' ').trim()
}

/** One exercise, whole. */
export interface MistakeView {
  id: string
  subject: Subject
  sign: string
  /** Its first point, else the subject. */
  title: string
  /** Subject, points, the day it came. */
  facts: string
  text: string
  yours: string
  right: string
  reason: string
  note: string
  picture: string
  box: PageBox | []
  comesUp: string
  mastered: boolean
}

/** One exercise as its page shows it. */
export function mistakeView(mistake: Mistake, tools: Omit<ViewTools, 'readable'>, day: string): MistakeView {
  const subject = subjectOf(mistake.subject)
  const { sign, name } = subjects[subject]
  const { address } = tools
  const due = isToDo(mistake, tools) ? [words.due] : []
  const times = mistake.reviews + (tools.rated.has(mistake.id) ? 1 : 0)
  const reviewed = times === 0 ? words.notReviewed : words.reviewed(times)
  return {
    id: mistake.id,
    subject,
    sign,
    title: mistake.points[0] ?? name,
    facts: [name, ...mistake.points, day].filter((each) => each !== '').join('　'),
    text: mistake.text,
    yours: mistake.student_answer ?? '',
    right: mistake.correct_answer ?? '',
    reason: mistake.reason ?? '',
    note: mistake.note ?? '',
    picture: mistake.page_url === null ? '' : address(mistake.page_url),
    box: mistake.box ?? [],
    comesUp: [
      ...(due.length > 0 ? due : [comesUpWords(mistake, tools)]),
      ...(mistake.mastered ? [] : [reviewed]),
    ]
      .filter((each, at, all) => all.indexOf(each) === at)
      .join('　'),
    mastered: mistake.mastered,
  }
}
