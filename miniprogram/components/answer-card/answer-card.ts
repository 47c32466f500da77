import { messages } from '../../messages/zh-CN'
import type { Cancel } from '../../platform/ports'
import { wxClock } from '../../platform/wx-clock'
import type { Exercise } from '../../render/index'
import { datum } from '../event-data'
import { part } from '../part'

/** The methods of `answer-content`, which shows the answer's text and calls its own `setData`. */
interface AnswerContent {
  append(delta: string): void
  replace(text: string): void
  finish(torn: boolean): void
  whereabouts(exercise: Exercise, told: (top: number) => void): void
  pause(): void
  resume(): void
}

interface ReasoningPanel {
  append(delta: string): void
  replace(text: string): void
}

/** Milliseconds for which the copy button says that it copied. */
const COPIED_FOR = 2000
const copiedTimers = new WeakMap<object, Cancel>()

/**
 * One answer: who speaks and that it is an AI, the reasoning, the text, what happens now or how it ended, and what can be done
 * with it. The text of an answer under way comes through the methods, never through a property.
 */
Component({
  properties: {
    turnId: { type: String, value: '' },
    /** The whole text of a finished answer. */
    text: { type: String, value: '' },
    reasoning: { type: String, value: '' },
    underWay: { type: Boolean, value: false },
    words: { type: String, value: '' },
    count: { type: String, value: '' },
    mark: { type: String, value: '' },
    markKind: { type: String, value: '' },
    action: { type: String, value: '' },
    hasText: { type: Boolean, value: false },
    torn: { type: Boolean, value: false },
    /** Numbers of the exercises that the question names, with commas between. */
    asked: { type: String, value: '' },
    canRate: { type: Boolean, value: false },
    rating: { type: String, value: '' },
  },
  data: {
    copied: false,
    /** What the action's button says. */
    actionWords: {
      retry: messages.answer.retry,
      resend: messages.answer.resend,
      continue: messages.answer.continue,
      edit: messages.answer.edit,
    },
    label: {
      answer: messages.answer.label,
      glyph: messages.answer.glyph,
      heading: messages.answer.heading,
      name: messages.app.aiName,
      ai: messages.app.aiLabel,
      copy: messages.answer.copy,
      copied: messages.answer.copied,
      up: messages.answer.up,
      down: messages.answer.down,
    },
  },
  lifetimes: {
    ready() {
      this.triggerEvent('cardready', { id: this.data.turnId })
    },
    detached() {
      copiedTimers.get(this)?.()
    },
  },
  methods: {
    content(): AnswerContent | undefined {
      return part(this, '#content')
    },
    panel(): ReasoningPanel | undefined {
      return part(this, '#reasoning')
    },
    append(delta: string) {
      this.content()?.append(delta)
    },
    replace(text: string) {
      this.content()?.replace(text)
    },
    appendReasoning(delta: string) {
      this.panel()?.append(delta)
    },
    replaceReasoning(text: string) {
      this.panel()?.replace(text)
    },
    finish(torn: boolean) {
      this.content()?.finish(torn)
    },
    pause() {
      this.content()?.pause()
    },
    resume() {
      this.content()?.resume()
    },
    /** Says for a moment that the answer was copied. */
    copied() {
      copiedTimers.get(this)?.()
      this.setData({ copied: true })
      copiedTimers.set(
        this,
        wxClock.setTimer(() => this.setData({ copied: false }), COPIED_FOR),
      )
    },
    /** Where the solution of an exercise begins on the screen, in pixels from its top; not told while it is not there. */
    whereabouts(exercise: Exercise, told: (top: number) => void) {
      this.content()?.whereabouts(exercise, told)
    },
    onOutlined(event: WechatMiniprogram.CustomEvent<{ exercises: Exercise[] }>) {
      this.triggerEvent('outlined', { id: this.data.turnId, exercises: event.detail.exercises })
    },
    onCopy() {
      this.triggerEvent('copy', { id: this.data.turnId })
    },
    onRate(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('rate', {
        id: this.data.turnId,
        rating: datum(event, 'rating'),
      })
    },
    onAct() {
      this.triggerEvent('act', { id: this.data.turnId, action: this.data.action })
    },
  },
})
