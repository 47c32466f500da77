import { CONTENT_LIMIT } from '../../conversation/conversation'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import { datum } from '../event-data'

/** A photo as the page hands it over. */
interface PhotoView {
  id: string
  source: string
  state: 'waiting' | 'uploading' | 'uploaded' | 'failed'
  progress: number
}

/**
 * Milliseconds after sending in which another tap does nothing: the button that sent becomes the one that stops, and the
 * second tap of a double tap would land on it.
 */
const TAP_GUARD = 800
const sentAt = new WeakMap<object, number>()

function isSecondTap(composer: object): boolean {
  return wxClock.now() - (sentAt.get(composer) ?? 0) < TAP_GUARD
}

/** Where a question is written: its words, its photos, and the button that sends it or stops the answer. */
Component({
  properties: {
    photos: { type: Array, value: [] as PhotoView[] },
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
    /** Six lines; with their unit, which TDesign does not add on every host. */
    autosize: { minHeight: '24px', maxHeight: '144px' },
    photoLabels: [] as string[],
    words: {
      placeholder: messages.composer.placeholder,
      add: messages.composer.add,
      remove: messages.composer.remove,
      retry: messages.composer.retry,
      send: messages.composer.send,
      stop: messages.composer.stop,
      notice: messages.app.aiNotice,
    },
  },
  observers: {
    'text, photos'(text: string, photos: PhotoView[]) {
      const canSend = text.trim() !== '' || photos.length > 0
      if (canSend !== this.data.canSend) this.setData({ canSend })
    },
    photos(photos: PhotoView[]) {
      if (photos.length === this.data.photoLabels.length) return
      this.setData({ photoLabels: photos.map((_, index) => messages.composer.photo(index + 1)) })
    },
  },
  methods: {
    /** Puts words into the field, e.g. an example's or those of a question to change. */
    setText(text: string) {
      this.setData({ text })
    },
    onInput(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ text: event.detail.value })
    },
    onKeyboard(event: WechatMiniprogram.CustomEvent<{ height: number }>) {
      this.triggerEvent('keyboard', { height: event.detail.height })
    },
    onBlur() {
      this.triggerEvent('keyboard', { height: 0 })
    },
    onLines() {
      this.triggerEvent('resized')
    },
    onAdd() {
      this.triggerEvent('addphotos')
    },
    onRemove(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('removephoto', { id: datum(event, 'id') })
    },
    onPhoto(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('retryphoto', { id: datum(event, 'id') })
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
