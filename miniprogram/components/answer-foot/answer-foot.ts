import { WHOLE_SOLUTION } from '../../conversation/hint-levels'
import { chatMessages } from '../../messages/chat.zh-CN'
import { messages } from '../../messages/zh-CN'
import type { Cancel } from '../../platform/ports'
import { wxClock } from '../../platform/wx-clock'
import { datum } from '../event-data'
import type { Methods } from '../part'

/** Milliseconds for which the copy button says that it copied. */
const COPIED_FOR = 2000
const copiedTimers = new WeakMap<object, Cancel>()

/** One rung of the ladder of hints. */
interface Rung {
  /** What stands in its circle. */
  sign: string
  step: string
  /** What a reader hears of it. */
  heard: string
  done: boolean
}

function rungsFor(level: number): Rung[] {
  const { steps, last, done, coming } = chatMessages.hints
  return steps.map((step, index) => ({
    sign: index + 1 === WHOLE_SOLUTION ? last : String(index + 1),
    step,
    heard: index < level ? done(step) : coming(step),
    done: index < level,
  }))
}

/** What can be done with an answer that has ended. All of it under the last one; under those before it, the tools only. */
const answerFoot = Component({
  properties: {
    /** It is the last one of its conversation. */
    last: { type: Boolean, value: false },
    /** It is whole, and nothing else is under way: it can be asked on from here. */
    open: { type: Boolean, value: false },
    /** It can be rated, and kept: the server has it. */
    saved: { type: Boolean, value: false },
    mode: { type: String, value: 'solve' },
    /** The how manyth hint it is; 0 for what is none. */
    level: { type: Number, value: 0 },
    rating: { type: String, value: '' },
    kept: { type: String, value: 'no' },
    /** It can be read aloud, and is. */
    speaks: { type: Boolean, value: false },
    reading: { type: Boolean, value: false },
    followUps: { type: Array, value: [] as string[] },
  },
  data: {
    copied: false,
    rungs: [] as Rung[],
    /** It is a hint, and not the last of them. */
    climbs: false,
    /** The next hint is the whole solution. */
    isNextWhole: false,
    words: {
      copy: messages.answer.copy,
      copied: messages.answer.copied,
      up: messages.answer.up,
      down: messages.answer.down,
      chips: chatMessages.next,
      hints: chatMessages.hints,
      keep: chatMessages.keep,
      voice: chatMessages.voice,
    },
  },
  observers: {
    'mode, level'(mode: string, level: number) {
      const climbs = mode === 'hint' && level > 0 && level < WHOLE_SOLUTION
      this.setData({
        climbs,
        rungs: climbs ? rungsFor(level) : [],
        isNextWhole: level === WHOLE_SOLUTION - 1,
      })
    },
  },
  lifetimes: {
    detached() {
      copiedTimers.get(this)?.()
    },
  },
  methods: {
    /** Says for a moment that the answer was copied. */
    copied() {
      copiedTimers.get(this)?.()
      this.setData({ copied: true })
      copiedTimers.set(
        this,
        wxClock.setTimer(() => this.setData({ copied: false }), COPIED_FOR),
      )
    },
    onWish(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('wish', { wish: datum(event, 'wish'), text: '' })
    },
    onFollowUp(event: WechatMiniprogram.TouchEvent) {
      const followUps: string[] = this.data.followUps
      const text = followUps[Number(datum(event, 'index'))]
      if (text !== undefined) this.triggerEvent('wish', { wish: 'ask', text })
    },
  },
})

/** What its owner can call of it. */
export type AnswerFoot = Methods<typeof answerFoot>
