import { SUBJECTS, type Subject } from '../../../api/subject'
import { datum, type Told } from '../../../components/event-data'
import { layer } from '../../../components/layers'
import type { Methods } from '../../../components/part'
import { beyond } from '../../../conversation/characters'
import type { WrittenMistake } from '../../book/mistake-draft'
import { desk } from '../../desk'
import { mistakeMessages } from '../../messages/mistakes.zh-CN'
import { subjects } from '../../messages/subjects.zh-CN'

type Value = Told<{ value: string }>
const { manyPoints, longPoint, ...words } = mistakeMessages.form
const NOTHING = { text: '', yours: '', right: '', points: '', note: '', subject: 'math' as Subject }
/** Of an exercise, and characters of each. docs/protocol.md, "Plain calls". */
const MOST_POINTS = 10
const MOST_OF_A_POINT = 30

/** Points as they are written down: with whatever between them. */
function pointsIn(text: string): string[] {
  const points = text.split(/[、，,；;\n]/).map((point) => point.trim())
  return [...new Set(points.filter((point) => point !== ''))]
}

/** What is missing or too much; empty where it can be saved. */
function tipFor(text: string, points: readonly string[]): string {
  if (text.trim() === '') return words.noText
  if (points.length > MOST_POINTS) return manyPoints(MOST_POINTS)
  return points.some((point) => beyond(point, MOST_OF_A_POINT) > 0) ? longPoint(MOST_OF_A_POINT) : ''
}

/** An exercise that a student writes into the mistake book by hand. */
const mistakeForm = Component({
  behaviors: [layer('visible')],
  data: {
    visible: false,
    ...NOTHING,
    tip: '',
    /** There is something to throw away. */
    isWritten: false,
    /** What was thrown away and can be put back, until the next one is begun. */
    thrown: null as WrittenMistake | null,
    subjects: SUBJECTS.map((id) => ({ id, ...subjects[id] })),
    words,
  },
  methods: {
    /** What was written last and not saved is still there: the draft outlives the form, its page and the program. */
    show() {
      this.setData({ visible: true, thrown: null })
      this.refresh()
    },
    /** It was saved: the next one begins empty. */
    saved() {
      this.setData({ visible: false })
      this.refresh()
    },
    refresh() {
      const { draft } = desk()
      this.setData({ ...draft.now, isWritten: !draft.isEmpty, tip: '' })
    },
    /** Kept before it is shown. */
    write(change: Partial<WrittenMistake>) {
      const { draft } = desk()
      draft.write(change)
      this.setData({ ...change, isWritten: !draft.isEmpty, thrown: null })
    },
    onText(event: Value) {
      this.write({ text: event.detail.value })
      this.setData({ tip: '' })
    },
    onYours(event: Value) {
      this.write({ yours: event.detail.value })
    },
    onRight(event: Value) {
      this.write({ right: event.detail.value })
    },
    onPoints(event: Value) {
      this.write({ points: event.detail.value })
      this.setData({ tip: '' })
    },
    onNote(event: Value) {
      this.write({ note: event.detail.value })
    },
    onSubject(event: WechatMiniprogram.TouchEvent) {
      const subject = SUBJECTS.find((each) => each === datum(event, 'id'))
      if (subject !== undefined) this.write({ subject })
    },
    /** Throws it away, or puts back what was. */
    onThrow() {
      const { draft } = desk()
      const { thrown } = this.data
      if (thrown === null) {
        this.setData({ thrown: draft.now })
        draft.drop()
      } else {
        this.setData({ thrown: null })
        draft.write(thrown)
      }
      this.refresh()
    },
    onSave() {
      const { text, yours, right, note, subject } = this.data
      const points = pointsIn(this.data.points)
      const tip = tipFor(text, points)
      if (tip !== '') return this.setData({ tip })
      const known = (value: string) => (value.trim() === '' ? null : value.trim())
      this.triggerEvent('save', {
        text: text.trim(),
        subject,
        student_answer: known(yours),
        correct_answer: known(right),
        points,
        note: known(note),
      })
    },
  },
})

/** What its owner can call of it. */
export type MistakeForm = Methods<typeof mistakeForm>
