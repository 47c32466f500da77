import { messages } from '../../messages/zh-CN'
import type { Exercise } from '../../render/index'
import { datum } from '../event-data'

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
  },
  data: {
    names: [] as string[],
    count: '',
    words: { label: messages.exercises.label },
  },
  observers: {
    'exercises, writing, asked'(exercises: Exercise[], writing: boolean, asked: number) {
      const words = messages.exercises
      const written = exercises.length
      this.setData({
        names: exercises.map(({ no }) => words.name(no)),
        count: writing ? words.writing(written, Math.max(written, asked)) : words.count(written),
      })
    },
  },
  methods: {
    onChoose(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('choose', { place: Number(datum(event, 'place')) })
    },
  },
})
