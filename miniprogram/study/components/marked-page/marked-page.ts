import type { Correction, CorrectionItem, Verdict } from '../../../../typings/protocol'
import { shownText } from '../../../components/answer-content/copied-text'
import { datum, type Told } from '../../../components/event-data'
import { type Methods, part } from '../../../components/part'
import { NOTHING_MARKED } from '../../../conversation/nothing-marked'
import { chatMessages } from '../../../messages/chat.zh-CN'
import { messages } from '../../../messages/zh-CN'
import { markingSummary, nextOf, type VerdictCount, verdictCounts } from '../../book/marking-words'
import { markMessages } from '../../messages/marks.zh-CN'
import type { MarkedPhotos } from '../marked-photos/marked-photos'

/** What a page shows of an exercise that has no place on it. */
interface LooseView {
  no: string
  verdict: Verdict
  name: string
  /** The verdict, for readers. */
  heard: string
  text: string
}

/** A student's work as it was marked: the counts, the pages with their marks, and what stands on no page. */
const markedPage = Component({
  properties: {
    turnId: { type: String, value: '' },
    photos: { type: Array, value: [] as string[] },
    correction: { type: Object, value: NOTHING_MARKED },
    /** `on-its-way`, `ready` or `failed`. */
    marking: { type: String, value: '' },
    /** The number of the exercise that is looked at. */
    selected: { type: String, value: '' },
    /** Its pages stand in the pane beside the answer. */
    beside: { type: Boolean, value: false },
  },
  data: {
    counts: [] as VerdictCount[],
    summary: '',
    loose: [] as LooseView[],
    words: {
      ...markMessages,
      heading: chatMessages.heads.check.heading,
      glyph: chatMessages.heads.check.glyph,
      ai: messages.app.aiLabel,
    },
  },
  observers: {
    'photos, correction'(_photos: string[], correction: Correction) {
      this.setData({ counts: verdictCounts(correction), summary: markingSummary(correction) })
      this.showLoose()
    },
  },
  methods: {
    /** Again, when formulas can be read that stood there as their source. */
    showLoose() {
      const { correction, photos } = this.data
      this.setData({ loose: looseOf(correction, photos.length, () => this.showLoose()) })
    },
    onCount(event: WechatMiniprogram.TouchEvent) {
      const { correction, selected } = this.data
      const verdict = this.data.counts.find((each) => each.verdict === datum(event, 'verdict'))?.verdict
      if (verdict === undefined) return
      const item = nextOf(correction, verdict, selected) ?? nextOf(correction, verdict, '')
      if (item !== undefined) this.choose(item.no)
    },
    onPhotoMark(event: Told<{ no: string }>) {
      this.choose(event.detail.no)
    },
    onLoose(event: WechatMiniprogram.TouchEvent) {
      this.choose(datum(event, 'no'))
    },
    choose(no: string) {
      this.triggerEvent('mark', { id: this.data.turnId, no })
    },
    /** Where an exercise stands on the screen, in pixels from its top; on pages of the pane it is not told. */
    whereabouts(no: string, told: (top: number) => void) {
      part<MarkedPhotos>(this, '#photos')?.whereabouts(no, told)
    },
  },
})

/** What its owner can call of it. */
export type MarkedPage = Methods<typeof markedPage>

/** What has no box, or no page. */
function looseOf({ items }: Correction, pages: number, ready: () => void): LooseView[] {
  const isLoose = ({ box, page }: CorrectionItem) => box === null || page === null || page > pages
  return items.filter(isLoose).map((item) => ({
    no: item.no,
    verdict: item.verdict,
    name: markMessages.exercise(item.no),
    heard: markMessages[item.verdict].heard,
    text: shownText(item.text, ready).replace(/\s*\n\s*/g, ' '),
  }))
}
