import { datum, type Told } from '../../../components/event-data'
import { layer } from '../../../components/layers'
import { previewPages } from '../../../platform/wx-pages'
import { showToast } from '../../../platform/wx-toast'
import type { MistakeView } from '../../book/mistake-views'
import { mistakeMessages as words } from '../../messages/mistakes.zh-CN'

type Value = Told<{ value: string }>

/** One exercise of the mistake book, whole, and what can be done with it. */
Component({
  behaviors: [layer('asking')],
  properties: {
    mistake: { type: Object, value: {} as MistakeView },
  },
  data: {
    asking: false,
    words: {
      yours: words.yours,
      right: words.right,
      note: words.note,
      notePlaceholder: words.notePlaceholder,
      similar: words.similar,
      explain: words.explain,
      master: words.master,
      unmaster: words.unmaster,
      remove: words.remove,
      removeTitle: words.removeTitle,
      removeText: words.removeText,
      cancel: words.cancel,
    },
    confirm: { content: words.remove, theme: 'danger' },
  },
  methods: {
    onPicture() {
      previewPages([this.data.mistake.picture]).catch(() => showToast(words.broken))
    },
    /** By what stands at the field: what was typed may be told when another exercise is shown already. */
    onNoteInput(event: Value) {
      this.triggerEvent('typed', { id: datum(event, 'id'), note: event.detail.value })
    },
    onNoteBlur() {
      this.triggerEvent('written')
    },
    onSimilar() {
      this.triggerEvent('similar', { id: this.data.mistake.id })
    },
    onExplain() {
      this.triggerEvent('explain', { id: this.data.mistake.id })
    },
    onMaster() {
      const { id, mastered } = this.data.mistake
      this.triggerEvent('master', { id, mastered: !mastered })
    },
    onRemove() {
      this.setData({ asking: true })
    },
    onRemoveConfirm() {
      this.setData({ asking: false })
      this.triggerEvent('remove', { id: this.data.mistake.id })
    },
  },
})
