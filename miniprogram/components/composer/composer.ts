import { CONTENT_LIMIT } from '../../conversation/conversation'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'

/**
 * Milliseconds after sending in which another tap does nothing: the button that sent becomes the one that stops, and the
 * second tap of a double tap would land on it.
 */
const TAP_GUARD = 800
const sentAt = new WeakMap<object, number>()

function isSecondTap(composer: object): boolean {
  return wxClock.now() - (sentAt.get(composer) ?? 0) < TAP_GUARD
}

/** Where a question is written: the camera, its words, and the button that sends it or stops the answer. */
Component({
  properties: {
    /** How many pages go with the words. */
    pages: { type: Number, value: 0 },
    /** No more photos fit. */
    full: { type: Boolean, value: false },
    /** An answer is under way: the button stops it. */
    busy: { type: Boolean, value: false },
    /** The keyboard is up: no room is kept for the screen's lower edge. */
    keyboard: { type: Boolean, value: false },
  },
  data: {
    text: '',
    canSend: false,
    limit: CONTENT_LIMIT,
    /** Five lines; with their unit, which TDesign does not add on every host. */
    autosize: { minHeight: '24px', maxHeight: '120px' },
    /** The student is to write: the field has the cursor. */
    focused: false,
    /** How far the question is beyond what may be sent; empty where it is not. Nothing that was written is cut off. */
    over: '',
    words: {
      placeholder: messages.composer.placeholder,
      add: messages.composer.add,
      send: messages.composer.send,
      stop: messages.composer.stop,
      notice: messages.app.aiNotice,
    },
  },
  observers: {
    'text, pages'(text: string, pages: number) {
      const canSend = text.trim() !== '' || pages > 0
      if (canSend !== this.data.canSend) this.setData({ canSend })
    },
    text(text: string) {
      const beyond = text.trim().length - CONTENT_LIMIT
      const over = beyond > 0 ? messages.composer.over(beyond) : ''
      if (over !== this.data.over) this.setData({ over })
      this.triggerEvent('written', { text })
    },
  },
  methods: {
    /** Puts words into the field, e.g. an example's or those of a question to change. */
    setText(text: string) {
      this.setData({ text })
    },
    /** Puts the cursor into the field. */
    focus() {
      this.setData({ focused: true })
    },
    /** Lays the words of an earlier question back, before those that are being written. */
    putBack(text: string) {
      const written = this.data.text.trim()
      const isThere = written === '' || written.startsWith(text)
      this.setData({ text: isThere ? written || text : `${text}\n${written}` })
    },
    onInput(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ text: event.detail.value })
    },
    onKeyboard(event: WechatMiniprogram.CustomEvent<{ height: number }>) {
      this.triggerEvent('keyboard', { height: event.detail.height })
    },
    onBlur() {
      this.setData({ focused: false })
      this.triggerEvent('keyboard', { height: 0 })
    },
    onLines() {
      this.triggerEvent('resized')
    },
    onAdd() {
      this.triggerEvent('addphotos')
    },
    onSend() {
      if (isSecondTap(this)) return
      sentAt.set(this, wxClock.now())
      this.triggerEvent('send', { text: this.data.text })
    },
    onStop() {
      if (!isSecondTap(this)) this.triggerEvent('stop')
    },
  },
})
