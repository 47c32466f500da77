import { datum } from '../../../components/event-data'
import { layerIs } from '../../../components/layers'
import { mistakeMessages } from '../../messages/mistakes.zh-CN'
import { subjects } from '../../messages/subjects.zh-CN'
import { SUBJECTS, type Subject } from '../../subject'

type Value = WechatMiniprogram.CustomEvent<{ value: string }>
const { manyPoints, longPoint, ...words } = mistakeMessages.form
const EMPTY = { text: '', yours: '', right: '', points: '', note: '', subject: 'math' as Subject, tip: '' }
/** Of an exercise, and characters of each. PROTOCOL §5. */
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
  return points.some((point) => point.length > MOST_OF_A_POINT) ? longPoint(MOST_OF_A_POINT) : ''
}

/** An exercise that a student writes into the mistake book by hand. */
Component({
  data: {
    visible: false,
    ...EMPTY,
    subjects: SUBJECTS.map((id) => ({ id, ...subjects[id] })),
    words,
  },
  observers: {
    visible(visible: boolean) {
      layerIs(visible, this, () => this.onClose())
    },
  },
  lifetimes: {
    detached() {
      layerIs(false, this, () => this.onClose())
    },
  },
  methods: {
    /** What was written last and not saved is still there. */
    show() {
      this.setData({ visible: true, tip: '' })
    },
    /** It was saved: the next one begins empty. */
    saved() {
      this.setData({ visible: false, ...EMPTY, subject: this.data.subject })
    },
    onText(event: Value) {
      this.setData({ text: event.detail.value, tip: '' })
    },
    onYours(event: Value) {
      this.setData({ yours: event.detail.value })
    },
    onRight(event: Value) {
      this.setData({ right: event.detail.value })
    },
    onPoints(event: Value) {
      this.setData({ points: event.detail.value, tip: '' })
    },
    onNote(event: Value) {
      this.setData({ note: event.detail.value })
    },
    onSubject(event: WechatMiniprogram.TouchEvent) {
      const subject = SUBJECTS.find((each) => each === datum(event, 'id'))
      if (subject !== undefined) this.setData({ subject })
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
    onClose() {
      this.setData({ visible: false })
    },
    onVisibleChange(event: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      this.setData({ visible: event.detail.visible })
    },
  },
})
