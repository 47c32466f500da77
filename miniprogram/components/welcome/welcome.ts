import { dateWords, weekdayWords } from '../../conversation/day-words'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import { datum } from '../event-data'

/** What a student sees before the first question: an invitation, and questions to try. */
Component({
  data: {
    words: {
      title: messages.welcome.title,
      glyph: messages.welcome.glyph,
      camera: messages.welcome.camera,
      cameraHint: messages.welcome.cameraHint,
      examplesTitle: messages.welcome.examplesTitle,
    },
    date: '',
    weekday: '',
    examples: [...messages.welcome.examples],
  },
  lifetimes: {
    attached() {
      this.tellDay()
    },
  },
  pageLifetimes: {
    show() {
      this.tellDay()
    },
  },
  methods: {
    /** It may be another day than when the page was left. */
    tellDay() {
      const today = new Date(wxClock.date())
      this.setData({ date: dateWords(today), weekday: weekdayWords(today) })
    },
    onPhoto() {
      this.triggerEvent('photo')
    },
    onExample(event: WechatMiniprogram.TouchEvent) {
      const example = this.data.examples[Number(datum(event, 'index'))]
      if (example !== undefined) this.triggerEvent('example', { question: example.question })
    },
  },
})
