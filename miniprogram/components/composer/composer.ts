import { beyond } from '../../conversation/characters'
import { CHOICES, type ChosenMode } from '../../conversation/mode-choice'
import { chatMessages } from '../../messages/chat.zh-CN'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import { chosen } from '../../platform/wx-dialog'
import { QUESTION_CHARACTERS } from '../../stream/question-contract'
import { datum, type Told } from '../event-data'
import type { Methods } from '../part'

/**
 * Milliseconds after sending in which another tap does nothing: the button that sent becomes the one that stops, and the
 * second tap of a double tap would land on it.
 */
const TAP_GUARD = 800
/** Pixels by which a finger that moves up throws away what was said. */
const THROWN_AWAY = 60
/** Where the finger that holds the microphone came down, in pixels from the screen's top, by composer. */
const holds = new WeakMap<object, number>()
/** When a question was sent last, and its words, by composer. */
const sent = new WeakMap<object, { at: number; text: string }>()

/** Whether a tap is the second one of a double tap: who wrote something else meanwhile means what was written. */
function isSecondTap(composer: object, text: string): boolean {
  const last = sent.get(composer)
  if (last === undefined || wxClock.now() - last.at >= TAP_GUARD) return false
  return text.trim() === '' || text === last.text
}

const modes: Readonly<Record<ChosenMode, { name: string; line: string; pause?: string; lineEnd?: string }>> =
  chatMessages.modes
/** What a mode does, where no signs can be drawn between its halves. */
const inWords = ({ line, pause, lineEnd }: (typeof modes)[ChosenMode]): string =>
  lineEnd === undefined ? line : `${line}${chatMessages.modes.signs}${pause ?? ''}${lineEnd}`
const MODES = CHOICES.map((mode) => ({ mode, name: modes[mode].name }))

/**
 * Where a question is written: what kind of answer is wanted, the camera, its words, and the button that sends it or stops the
 * answer.
 */
const composer = Component({
  properties: {
    /** How many pages go with the words. */
    pages: { type: Number, value: 0 },
    /** Characters that the question may have. */
    limit: { type: Number, value: QUESTION_CHARACTERS },
    /** No more photos fit. */
    full: { type: Boolean, value: false },
    /** An answer is under way: the button stops it. */
    busy: { type: Boolean, value: false },
    /** The kind of answer that is chosen. */
    mode: { type: String, value: 'solve' },
    /** What it does is said. */
    explains: { type: Boolean, value: false },
    /** How many exercises of the mistake book are to be reviewed. */
    due: { type: Number, value: 0 },
    /** Speech can be made text of. */
    listens: { type: Boolean, value: false },
    /** What becomes of it now. */
    voice: { type: String, value: 'idle' },
    /** The keyboard is up: no room is kept for the screen's lower edge. */
    keyboard: { type: Boolean, value: false },
  },
  data: {
    text: '',
    canSend: false,
    /** Five lines; with their unit, which TDesign does not add on every host. */
    autosize: { minHeight: '24px', maxHeight: '120px' },
    /** The student is to write: the field has the cursor. */
    focused: false,
    /** How far the question is beyond what may be sent; empty where it is not. Nothing that was written is cut off. */
    over: '',
    modes: MODES,
    placeholder: messages.composer.placeholder as string,
    /** The chosen mode's name, on the button too, and what it does. */
    verb: chatMessages.modes.solve.name as string,
    change: '',
    /** What is being said is not meant: the finger has moved up. */
    throwing: false,
    mistakes: chatMessages.mistakes.none as string,
    line: '',
    pause: '',
    lineEnd: '',
    words: {
      modes: chatMessages.modes.label,
      signs: chatMessages.modes.signs,
      mistakes: chatMessages.mistakes.entry,
      voice: chatMessages.voice,
      add: messages.composer.add,
      stop: messages.composer.stop,
      notice: messages.app.aiNotice,
    },
  },
  observers: {
    'text, pages'(text: string, pages: number) {
      const canSend = text.trim() !== '' || pages > 0
      if (canSend !== this.data.canSend) this.setData({ canSend })
    },
    'mode, pages'(mode: string, pages: number) {
      const words = chatMessages.modes
      const asked = CHOICES.find((each) => each === mode) ?? 'solve'
      const empty = asked === 'check' ? words.work : messages.composer.placeholder
      const { name, line, pause = '', lineEnd = '' } = modes[asked]
      this.setData({
        verb: name,
        line,
        pause,
        lineEnd,
        change: words.change(name),
        placeholder: pages > 0 ? words.addition : empty,
      })
    },
    due(due: number) {
      const { none, due: counted } = chatMessages.mistakes
      this.setData({ mistakes: due > 0 ? counted(due) : none })
    },
    explains() {
      this.triggerEvent('resized')
    },
    'text, limit'(text: string, limit: number) {
      const many = beyond(text.trim(), limit)
      const over = many > 0 ? messages.composer.over(many) : ''
      if (over !== this.data.over) this.setData({ over })
    },
    text(text: string) {
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
    onInput(event: Told<{ value: string }>) {
      this.setData({ text: event.detail.value })
    },
    onKeyboard(event: Told<{ height: number }>) {
      this.triggerEvent('keyboard', { height: event.detail.height })
    },
    onBlur() {
      this.setData({ focused: false })
      this.triggerEvent('keyboard', { height: 0 })
    },
    onLines() {
      this.triggerEvent('resized')
    },
    onMode(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('mode', { mode: datum(event, 'mode') })
    },
    /** On a low screen the modes stand behind a button. */
    async onModes() {
      const place = await chosen(
        MODES.map(({ mode, name }) => `${name}：${inWords(modes[mode]).replace(/。$/, '')}`),
      )
      const choice = place === undefined ? undefined : MODES[place]
      if (choice !== undefined) this.triggerEvent('mode', { mode: choice.mode })
    },
    /** Puts words behind those that are written. */
    add(text: string) {
      const written = this.data.text.trimEnd()
      this.setData({ text: written === '' ? text : `${written} ${text}` })
    },
    onVoiceDown(event: WechatMiniprogram.TouchEvent) {
      holds.set(this, event.touches[0]?.clientY ?? 0)
      this.setData({ throwing: false })
      this.triggerEvent('press')
    },
    onVoiceMove(event: WechatMiniprogram.TouchEvent) {
      const from = holds.get(this)
      const at = event.touches[0]?.clientY
      if (from === undefined || at === undefined) return
      const throwing = from - at > THROWN_AWAY
      if (throwing !== this.data.throwing) this.setData({ throwing })
    },
    onVoiceUp() {
      this.triggerEvent('release', { thrownAway: this.data.throwing })
      this.setData({ throwing: false })
    },
    /** Who cannot hold a button, with a keyboard or a screen reader, taps it twice. */
    onVoiceTap() {
      if (holds.delete(this)) return
      if (this.data.voice === 'recording') this.triggerEvent('release', { thrownAway: false })
      else this.triggerEvent('press')
    },
    onMistakes() {
      this.triggerEvent('go', { to: 'mistakes' })
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

/** What its owner can call of it. */
export type Composer = Methods<typeof composer>
