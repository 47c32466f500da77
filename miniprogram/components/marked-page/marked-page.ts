import type { Correction, CorrectionItem, Verdict } from '../../../typings/protocol'
import {
  markingSummary,
  markLabel,
  NOTHING_MARKED,
  nextOf,
  type VerdictCount,
  verdictCounts,
} from '../../conversation/marking-words'
import { type PageMark, pageMarks, tappedMark } from '../../conversation/page-marks'
import { chatMessages } from '../../messages/chat.zh-CN'
import { messages } from '../../messages/zh-CN'
import { previewPhotos } from '../../platform/wx-photos'
import { copiedText } from '../answer-content/copied-text'
import { datum } from '../event-data'
import { measured } from '../measured'

/** Pixels that stay free beside a page, together; and the widest that one is shown. */
const BESIDE = 24
const WIDEST = 520
/** Marks come one after the other: milliseconds between two, and in all. */
const STEP = 40
const ALL = 600

interface MarkView extends PageMark {
  label: string
  /** Milliseconds after which it comes. */
  delay: number
}

/** What a page shows of an exercise that has no place on it. */
interface LooseView {
  no: string
  verdict: Verdict
  name: string
  /** The verdict, for readers. */
  heard: string
  text: string
}

/** Height of each page's picture by its width; unknown until it is loaded. */
const ratios = new WeakMap<object, Map<number, number>>()

/** A student's work as it was marked: the counts, the pages with their marks, and what stands on no page. */
Component({
  properties: {
    turnId: { type: String, value: '' },
    photos: { type: Array, value: [] as string[] },
    correction: { type: Object, value: NOTHING_MARKED },
    /** `on-its-way`, `ready` or `failed`. */
    marking: { type: String, value: '' },
    /** The number of the exercise that is looked at. */
    selected: { type: String, value: '' },
  },
  data: {
    /** Pixels. */
    width: 0,
    counts: [] as VerdictCount[],
    summary: '',
    pages: [] as { source: string; label: string; height: number; marks: MarkView[] }[],
    loose: [] as LooseView[],
    words: {
      ...chatMessages.marks,
      heading: chatMessages.heads.check.heading,
      glyph: chatMessages.heads.check.glyph,
      ai: messages.app.aiLabel,
    },
  },
  observers: {
    'photos, correction'(photos: string[], correction: Correction) {
      this.setData({
        counts: verdictCounts(correction),
        summary: markingSummary(correction),
        loose: looseOf(correction, photos.length),
      })
      this.layOut()
    },
  },
  lifetimes: {
    created() {
      ratios.set(this, new Map())
    },
    ready() {
      this.measure()
    },
  },
  pageLifetimes: {
    resize() {
      this.measure()
    },
  },
  methods: {
    measure() {
      measured(this, '#stage', ({ width }) => {
        const next = Math.min(WIDEST, width - BESIDE)
        if (next > 0 && next !== this.data.width) this.setData({ width: next }, () => this.layOut())
      })
    },
    onLoaded(event: WechatMiniprogram.CustomEvent<{ width: number; height: number }>) {
      const { width, height } = event.detail
      if (width > 0) ratios.get(this)?.set(Number(datum(event, 'index')), height / width)
      if (this.data.width === 0) this.measure()
      else this.layOut()
    },
    /** Places the marks, as far as the pages are there. */
    layOut() {
      const { width } = this.data
      const photos: string[] = this.data.photos
      const { items } = this.data.correction
      const pages = photos.map((source, index) => {
        const ratio = ratios.get(this)?.get(index)
        const height = width * (ratio ?? 4 / 3)
        const placed =
          ratio === undefined || width === 0 ? [] : pageMarks(items, index + 1, { width, height })
        const marks = placed.map((mark, place) => ({
          ...mark,
          label: markLabel(mark),
          delay: Math.min(place * STEP, ALL),
        }))
        return { source, label: chatMessages.marks.page(index + 1, photos.length), height, marks }
      })
      this.setData({ pages })
    },
    onCount(event: WechatMiniprogram.TouchEvent) {
      const { correction, selected } = this.data
      const verdict = this.data.counts.find((each) => each.verdict === datum(event, 'verdict'))?.verdict
      if (verdict === undefined) return
      const item = nextOf(correction, verdict, selected) ?? nextOf(correction, verdict, '')
      if (item !== undefined) this.choose(item.no)
    },
    /** Of two marks that a finger reaches, the nearer one is meant; a keyboard or a reader means its own. */
    onMark(event: WechatMiniprogram.TouchEvent) {
      const no = datum(event, 'no')
      const index = Number(datum(event, 'page'))
      const { x, y } = event.detail
      const marks = this.data.pages[index]?.marks ?? []
      measured(this, `#page-${index}`, ({ left, top }) => {
        this.choose((tappedMark(marks, x - left, y - top) ?? { no }).no)
      })
    },
    onLoose(event: WechatMiniprogram.TouchEvent) {
      this.choose(datum(event, 'no'))
    },
    onPage(event: WechatMiniprogram.TouchEvent) {
      const photos: string[] = this.data.photos
      const current = photos[Number(datum(event, 'index'))]
      if (current !== undefined) previewPhotos(photos, current)
    },
    choose(no: string) {
      this.triggerEvent('mark', { id: this.data.turnId, no })
    },
    /** Where an exercise stands on the screen, in pixels from its top. */
    whereabouts(no: string, told: (top: number) => void) {
      const index = this.data.pages.findIndex(({ marks }) => marks.some((mark) => mark.no === no))
      const mark = this.data.pages[index]?.marks.find((each) => each.no === no)
      if (mark !== undefined) measured(this, `#page-${index}`, ({ top }) => told(top + mark.box.top))
    },
  },
})

/** What has no box, or no page. */
function looseOf({ items }: Correction, pages: number): LooseView[] {
  const isLoose = ({ box, page }: CorrectionItem) => box === null || page === null || page > pages
  return items.filter(isLoose).map((item) => ({
    no: item.no,
    verdict: item.verdict,
    name: chatMessages.marks.exercise(item.no),
    heard: chatMessages.marks[item.verdict].heard,
    text: copiedText(item.text).replace(/\s*\n\s*/g, ' '),
  }))
}
