import { CONTENT_LIMIT } from '../../conversation/send-outcome'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'

/**
 * Milliseconds after sending in which another tap does nothing: the button that sent becomes the one that stops, and the
 * second tap of a double tap would land on it.
 */
const TAP_GUARD = 800
/** When a question was sent last, and its words, by composer. */
const sent = new WeakMap<object, { at: number; text: string }>()

/** Whether a tap is the second one of a double tap: who wrote something else meanwhile means what was written. */
function isSecondTap(composer: object, text: string): boolean {
  const last = sent.get(composer)
  if (last === undefined || wxClock.now() - last.at >= TAP_GUARD) return false
  return text.trim() === '' || text === last.text
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
    /** One button sends and stops, so that a keyboard or a screen reader that is on it stays there. */
    onAct() {
      const { text, busy } = this.data
      if (isSecondTap(this, text)) return
      if (busy) return this.triggerEvent('stop')
      sent.set(this, { at: wxClock.now(), text })
      this.triggerEvent('send', { text })
    },
  },
})
