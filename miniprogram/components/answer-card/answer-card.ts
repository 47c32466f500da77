import { type SolutionParts, SolutionSplit } from '../../conversation/solution-split'
import { chatMessages } from '../../messages/chat.zh-CN'
import { messages } from '../../messages/zh-CN'
import type { Exercise } from '../../render/index'
import type { AnswerContent } from '../answer-content/answer-content'
import type { AnswerFoot } from '../answer-foot/answer-foot'
import type { WishDetail } from '../answer-foot/answer-wish'
import { datum, type Told } from '../event-data'
import { type Methods, part } from '../part'
import type { ReasoningPanel } from '../reasoning-panel/reasoning-panel'

/** The exercise and its solution, by card: of an answer whose solution stays shut. */
const splits = new WeakMap<object, SolutionSplit>()

/**
 * One answer: who speaks and that it is an AI, the reasoning, the text, what happens now or how it ended, and what can be done
 * with it. The text of an answer under way comes through the methods, never through a property.
 */
const answerCard = Component({
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
    kept: { type: String, value: 'no' },
    mode: { type: String, value: 'solve' },
    level: { type: Number, value: 0 },
    /** What stands above it, and its sign in the margin. */
    heading: { type: String, value: messages.answer.heading as string },
    glyph: { type: String, value: messages.answer.glyph as string },
    /** What stands above it is said already, with what stands before it. */
    headless: { type: Boolean, value: false },
    /** Which of the answers to the question it is, from 1, and how many there are. */
    version: { type: Number, value: 1 },
    versions: { type: Number, value: 1 },
    /** It is the last answer of the conversation. */
    last: { type: Boolean, value: false },
    /** It is whole: it can be asked on from here. */
    whole: { type: Boolean, value: false },
    /** It can be read aloud, and is. */
    speaks: { type: Boolean, value: false },
    reading: { type: Boolean, value: false },
    followUps: { type: Array, value: [] as string[] },
  },
  data: {
    /** Which answer it is, in words; empty where there is one only. */
    place: '',
    /** The text of a finished answer, without a solution that is shut. */
    shown: '',
    /** Its solution has begun, and whether it was opened. */
    hasSolution: false,
    opened: false,
    /** What the action's button says. */
    actionWords: {
      retry: messages.answer.retry,
      resend: messages.answer.resend,
      continue: messages.answer.continue,
      edit: messages.answer.edit,
    },
    label: {
      answer: messages.answer.label,
      name: messages.app.aiName,
      ai: messages.app.aiLabel,
      earlier: chatMessages.next.earlier,
      later: chatMessages.next.later,
      solution: chatMessages.heads.solve.heading,
      shut: chatMessages.similar.shut,
      open: chatMessages.similar.open,
    },
  },
  observers: {
    'text, mode'(text: string, mode: string) {
      const split = mode === 'similar' ? new SolutionSplit() : undefined
      if (split === undefined) {
        splits.delete(this)
        this.setData({ shown: text, hasSolution: false })
        return
      }
      splits.set(this, split)
      split.push(text)
      if (text !== '') split.finish()
      this.setData({ shown: split.whole.exercise, hasSolution: split.hasSolution })
      this.solution()?.replace(split.whole.solution)
    },
    'version, versions'(version: number, versions: number) {
      this.setData({ place: versions > 1 ? chatMessages.next.answers(version, versions) : '' })
    },
  },
  lifetimes: {
    ready() {
      this.triggerEvent('cardready', { id: this.data.turnId })
    },
  },
  methods: {
    content(): AnswerContent | undefined {
      return part(this, '#content')
    },
    panel(): ReasoningPanel | undefined {
      return part(this, '#reasoning')
    },
    /** The solution, once it was opened. */
    solution(): AnswerContent | undefined {
      return this.data.opened ? part(this, '#solution') : undefined
    },
    append(delta: string) {
      const split = splits.get(this)
      this.grew(split === undefined ? { exercise: delta, solution: '' } : split.push(delta))
    },
    /** More of the exercise, or of its solution. */
    grew({ exercise, solution }: SolutionParts) {
      if (exercise !== '') this.content()?.push(exercise)
      if (solution !== '') this.solution()?.push(solution)
      const hasSolution = splits.get(this)?.hasSolution ?? false
      if (hasSolution !== this.data.hasSolution) this.setData({ hasSolution })
    },
    replace(text: string) {
      if (!splits.has(this)) {
        this.content()?.replace(text)
        return
      }
      const split = new SolutionSplit()
      splits.set(this, split)
      split.push(text)
      this.content()?.replace(split.whole.exercise)
      this.solution()?.replace(split.whole.solution)
      this.setData({ hasSolution: split.hasSolution })
    },
    onSolution() {
      this.setData({ opened: true }, () => {
        this.solution()?.replace(splits.get(this)?.whole.solution ?? '')
        if (!this.data.underWay) this.solution()?.finish(this.data.torn)
      })
    },
    appendReasoning(delta: string) {
      this.panel()?.append(delta)
    },
    replaceReasoning(text: string) {
      this.panel()?.replace(text)
    },
    finish(torn: boolean) {
      const split = splits.get(this)
      if (split !== undefined) this.grew(split.finish())
      this.content()?.finish(torn)
      this.solution()?.finish(torn)
    },
    pause() {
      this.content()?.pause()
      this.solution()?.pause()
    },
    resume() {
      this.content()?.resume()
      this.solution()?.resume()
    },
    /** Says for a moment that the answer was copied. */
    copied() {
      part<AnswerFoot>(this, '#foot')?.copied()
    },
    /** Where the solution of an exercise begins on the screen, in pixels from its top; not told while it is not there. */
    whereabouts(exercise: Exercise, told: (top: number) => void) {
      this.content()?.whereabouts(exercise, told)
    },
    onOutlined(event: Told<{ exercises: Exercise[] }>) {
      this.triggerEvent('outlined', { id: this.data.turnId, exercises: event.detail.exercises })
    },
    onWish(event: Told<WishDetail>) {
      this.triggerEvent('wish', { id: this.data.turnId, version: this.data.version, ...event.detail })
    },
    /** Shows the answer before or after this one. */
    onVersion(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('version', {
        id: this.data.turnId,
        version: this.data.version + Number(datum(event, 'by')),
      })
    },
    onAct() {
      this.triggerEvent('act', { id: this.data.turnId, action: this.data.action })
    },
  },
})

/** What its owner can call of it. */
export type AnswerCard = Methods<typeof answerCard>
