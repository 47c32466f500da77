import { datum } from '../../../components/event-data'
import { layerIs } from '../../../components/layers'
import { mistakeMessages } from '../../messages/mistakes.zh-CN'
import { subjects } from '../../messages/subjects.zh-CN'
import { SUBJECTS, type Subject } from '../../subject'

type Value = WechatMiniprogram.CustomEvent<{ value: string }>
const words = mistakeMessages.form
const EMPTY = { text: '', yours: '', right: '', subject: 'math' as Subject, tip: '' }

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
    onSubject(event: WechatMiniprogram.TouchEvent) {
      const subject = SUBJECTS.find((each) => each === datum(event, 'id'))
      if (subject !== undefined) this.setData({ subject })
    },
    onSave() {
      const { text, yours, right, subject } = this.data
      if (text.trim() === '') return this.setData({ tip: words.noText })
      const known = (value: string) => (value.trim() === '' ? null : value.trim())
      this.triggerEvent('save', {
        text: text.trim(),
        subject,
        student_answer: known(yours),
        correct_answer: known(right),
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
