import { messages } from '../../messages/zh-CN'
import type { Exercise } from '../../render/index'
import { datum } from '../event-data'

/** Names on each side of the one that is read: a list of any length takes no more of the page. */
const AROUND = 8

/** One name of the list. */
interface Name {
  /** Its place among all exercises, from 0. */
  place: number
  name: string
}

/** The exercises that an answer solves, to jump to, and which of them is being written. */
Component({
  properties: {
    exercises: { type: Array, value: [] as Exercise[] },
    /** The place of the one that is read, from 0. */
    current: { type: Number, value: 0 },
    /** The last one is being written. */
    writing: { type: Boolean, value: false },
    /** How many the question named; an answer may solve more. */
    asked: { type: Number, value: 0 },
    /** It stands in a header: without a rule or a count of its own. */
    low: { type: Boolean, value: false },
  },
  data: {
    names: [] as Name[],
    /** The place of the one that is being written; -1 where none is. */
    written: -1,
    count: '',
    words: { label: messages.exercises.label },
  },
  observers: {
    'exercises, current'(exercises: Exercise[], current: number) {
      const from = Math.max(0, Math.min(current - AROUND, exercises.length - 2 * AROUND - 1))
      const names = exercises.slice(from, from + 2 * AROUND + 1).map(({ no }, index): Name => {
        return { place: from + index, name: messages.exercises.name(no) }
      })
      this.setData({ names })
    },
    'exercises, writing, asked'(exercises: Exercise[], writing: boolean, asked: number) {
      const words = messages.exercises
      const solved = exercises.length
      this.setData({
        written: writing ? solved - 1 : -1,
        count: writing ? words.writing(solved, Math.max(solved, asked)) : words.count(solved),
      })
    },
  },
  methods: {
    onChoose(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('choose', { place: Number(datum(event, 'place')) })
    },
  },
})
