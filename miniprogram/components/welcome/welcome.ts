import { type Example, getServerConfig } from '../../api/learning'
import { canChangeServer } from '../../config'
import { dateWords, weekdayWords } from '../../conversation/day-words'
import { subjectSign } from '../../conversation/subject-sign'
import { chatMessages } from '../../messages/chat.zh-CN'
import { messages } from '../../messages/zh-CN'
import { wxClock } from '../../platform/wx-clock'
import { wxLogger } from '../../platform/wx-logger'
import { datum } from '../event-data'
import type { Methods } from '../part'

/** Minutes that an exercise takes to review, about. */
const MINUTES_EACH = 1.3

/** Before the server has told its own. */
const OWN = { examples: messages.welcome.examples.map(shown), notice: '' }

/** A question with its subject's character. */
function shown({ subject, question }: Example) {
  return { ...subjectSign(subject), question }
}

/** What a student sees before the first question: an invitation, and questions to try. */
const welcome = Component({
  properties: {
    /** How many exercises of the mistake book are to be reviewed. */
    due: { type: Number, value: 0 },
    /** Pages that one question may have. */
    mostPages: { type: Number, value: 0 },
  },
  data: {
    /** How many are due and how long that takes, in words. */
    review: '',
    cameraHint: '',
    words: {
      title: messages.welcome.title,
      glyph: messages.welcome.glyph,
      camera: messages.welcome.camera,
      examplesTitle: messages.welcome.examplesTitle,
      ...chatMessages.tiles,
      review: chatMessages.mistakes.review,
      begin: chatMessages.mistakes.begin,
    },
    date: '',
    weekday: '',
    ...OWN,
  },
  observers: {
    due(due: number) {
      this.setData({ review: chatMessages.mistakes.reviewNote(due, Math.ceil(due * MINUTES_EACH)) })
    },
    mostPages(most: number) {
      this.setData({ cameraHint: messages.welcome.cameraHint(most) })
    },
  },
  lifetimes: {
    attached() {
      this.tellDay()
      this.offer()
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
    /** Another server is asked from now on: what the one before told is not its own. */
    serverChanged() {
      this.setData(OWN)
      this.offer()
    },
    /** The server's own examples; without it, the ones that are there stay. */
    async offer() {
      try {
        const { examples, models } = await getServerConfig()
        if (examples.length > 0) this.setData({ examples: examples.map(shown) })
        if (models.length === 0 && canChangeServer()) this.setData({ notice: messages.welcome.noModel })
      } catch (error) {
        wxLogger.debug('the server told no examples', error)
      }
    },
    onPhoto() {
      this.triggerEvent('photo')
    },
    onReview() {
      this.triggerEvent('go', { to: 'review' })
    },
    onTile(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('tile', { mode: datum(event, 'mode') })
    },
    onExample(event: WechatMiniprogram.TouchEvent) {
      const example = this.data.examples[Number(datum(event, 'index'))]
      if (example !== undefined) this.triggerEvent('example', { question: example.question })
    },
  },
})

/** What its owner can call of it. */
export type Welcome = Methods<typeof welcome>
