import type { Correction } from '../../../../typings/protocol'
import { datum, type Told } from '../../../components/event-data'
import { measured } from '../../../components/measured'
import type { Methods } from '../../../components/part'
import { NOTHING_MARKED } from '../../../conversation/nothing-marked'
import { previewPhotos } from '../../../platform/wx-photos'
import { markLabel } from '../../book/marking-words'
import { markMessages } from '../../messages/marks.zh-CN'
import { type PageMark, pageMarks, tappedMark } from './page-marks'

/** Pixels that stay free beside a page, together, in the answer and in a pane; and the widest that one is shown. */
const BESIDE = 24
const BESIDE_IN_PANE = 40
const WIDEST = 520
/** Pixels that stay free above an exercise that is looked at. */
const AIR = 72
/** Marks come one after the other: milliseconds between two, and in all. */
const STEP = 40
const ALL = 600

interface MarkView extends PageMark {
  label: string
  /** Milliseconds after which it comes. */
  delay: number
}

/** Height of each page's picture by its width; unknown until it is loaded. */
const ratios = new WeakMap<object, Map<number, number>>()

/** The pages of a student's work with their marks: side by side in the answer, below each other in a pane. */
const markedPhotos = Component({
  properties: {
    turnId: { type: String, value: '' },
    photos: { type: Array, value: [] as string[] },
    correction: { type: Object, value: NOTHING_MARKED },
    /** The number of the exercise that is looked at. */
    selected: { type: String, value: '' },
    /** They fill a pane, and scroll in it. */
    pane: { type: Boolean, value: false },
  },
  data: {
    /** Pixels. */
    width: 0,
    scrollTop: 0,
    pages: [] as { source: string; label: string; height: number; marks: MarkView[] }[],
  },
  observers: {
    'photos, correction'() {
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
        const next = Math.min(WIDEST, width - (this.data.pane ? BESIDE_IN_PANE : BESIDE))
        if (next > 0 && next !== this.data.width) this.setData({ width: next }, () => this.layOut())
      })
    },
    onLoaded(event: Told<{ width: number; height: number }>) {
      const { width, height } = event.detail
      if (width > 0) ratios.get(this)?.set(Number(datum(event, 'index')), height / width)
      if (this.data.width === 0) this.measure()
      else this.layOut()
    },
    /** Places the marks, as far as the pages are there. */
    layOut() {
      const { width } = this.data
      const photos: string[] = this.data.photos
      const correction: Correction = this.data.correction
      const pages = photos.map((source, index) => {
        const ratio = ratios.get(this)?.get(index)
        const height = width * (ratio ?? 4 / 3)
        const placed =
          ratio === undefined || width === 0 ? [] : pageMarks(correction.items, index + 1, { width, height })
        const marks = placed.map((mark, place) => ({
          ...mark,
          label: markLabel(mark),
          delay: Math.min(place * STEP, ALL),
        }))
        return { source, label: markMessages.page(index + 1, photos.length), height, marks }
      })
      this.setData({ pages })
    },
    /** Of two marks that a finger reaches, the nearer one is meant; a keyboard or a reader means its own. */
    onMark(event: WechatMiniprogram.TouchEvent) {
      const no = datum(event, 'no')
      const index = Number(datum(event, 'page'))
      const { x, y } = event.detail
      const marks = this.data.pages[index]?.marks ?? []
      measured(this, `#page-${index}`, ({ left, top }) => {
        const tapped = tappedMark(marks, x - left, y - top) ?? { no }
        this.triggerEvent('mark', { id: this.data.turnId, no: tapped.no })
      })
    },
    onPage(event: WechatMiniprogram.TouchEvent) {
      const photos: string[] = this.data.photos
      const current = photos[Number(datum(event, 'index'))]
      if (current !== undefined) previewPhotos(photos, current)
    },
    /** Where an exercise stands on the screen, in pixels from its top. */
    whereabouts(no: string, told: (top: number) => void) {
      const index = this.data.pages.findIndex(({ marks }) => marks.some((mark) => mark.no === no))
      const mark = this.data.pages[index]?.marks.find((each) => each.no === no)
      if (mark !== undefined) measured(this, `#page-${index}`, ({ top }) => told(top + mark.box.top))
    },
    /** Scrolls the pane so that an exercise stands in its upper part, above the sheet that explains it. */
    reveal(no: string) {
      this.whereabouts(no, (top) => {
        measured(this, '#content', (content) => {
          this.setData({ scrollTop: Math.max(0, top - content.top - AIR) })
        })
      })
    },
  },
})

/** What its owner can call of it. */
export type MarkedPhotos = Methods<typeof markedPhotos>
