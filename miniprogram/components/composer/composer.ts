import { CONTENT_LIMIT } from '../../conversation/conversation'
import { PHOTO_LIMIT } from '../../conversation/photo-tray'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import { datum } from '../event-data'

/** A photo as the page hands it over. */
interface PhotoView {
  id: string
  source: string
  state: 'waiting' | 'uploading' | 'uploaded' | 'failed'
  progress: number
  refused: boolean
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

/** Beyond the end of any row of photos: the host stops there. */
const FAR_RIGHT = 100000

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
    /** How many of how many, in words. */
    photosCount: '',
    /** Beyond the end of the row of photos, another number each time: one that was just added is in sight. */
    photosEnd: 0,
    /** How far the question is beyond what may be sent; empty where it is not. Nothing that was written is cut off. */
    over: '',
    words: {
      placeholder: messages.composer.placeholder,
      add: messages.composer.add,
      remove: messages.composer.remove,
      retry: messages.composer.retry,
      refused: messages.composer.refused,
      photoFailed: messages.composer.photoFailed,
      photoRefused: messages.composer.photoRefused,
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
    text(text: string) {
      const beyond = text.trim().length - CONTENT_LIMIT
      const over = beyond > 0 ? messages.composer.over(beyond) : ''
      if (over !== this.data.over) this.setData({ over })
    },
    photos(photos: PhotoView[]) {
      const before = this.data.photoLabels.length
      if (photos.length === before) return
      const photosEnd = photos.length > before ? FAR_RIGHT + photos.length : this.data.photosEnd
      this.setData({
        photoLabels: photos.map((_, index) => messages.composer.photo(index + 1)),
        photosCount: messages.composer.count(photos.length, PHOTO_LIMIT),
        photosEnd,
      })
    },
  },
  methods: {
    /** Puts words into the field, e.g. an example's or those of a question to change. */
    setText(text: string) {
      this.setData({ text })
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
