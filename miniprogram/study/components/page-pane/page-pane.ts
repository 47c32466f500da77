import { datum } from '../../../components/event-data'
import { measured } from '../../../components/measured'
import { messages } from '../../../messages/zh-CN'
import { previewPhotos } from '../../../platform/wx-photos'

/** The angle that a page is seen at, and the size that it has before it is turned so, in pixels. */
interface Turned {
  angle: number
  width: number
  height: number
}

/** The pages of a question beside its answer: one of them large, and below it the row to choose from, where there is room. */
Component({
  properties: {
    photos: { type: Array, value: [] as string[] },
    /** The screen is low: instead of the row, the page's number leads to the next one. */
    low: { type: Boolean, value: false },
  },
  data: {
    /** The page that is shown large, from 0. */
    current: 0,
    labels: [] as string[],
    /** The pages that were turned, by their place; what was sent stays as it was. */
    turned: {} as Record<number, Turned>,
    words: { label: messages.question.pages, next: messages.question.next, turn: messages.question.turn },
  },
  pageLifetimes: {
    resize() {
      if (Object.keys(this.data.turned).length > 0) this.setData({ turned: {} })
    },
  },
  observers: {
    photos(photos: string[]) {
      this.setData({
        current: 0,
        turned: {},
        labels: photos.map((_, index) => messages.question.photo(index + 1, photos.length)),
      })
    },
  },
  methods: {
    onChoose(event: WechatMiniprogram.TouchEvent) {
      this.setData({ current: Number(datum(event, 'index')) })
    },
    onNext() {
      this.setData({ current: (this.data.current + 1) % this.data.photos.length })
    },
    /** A quarter to the right: a page that lies on its side has the whole stage then too. */
    onTurn() {
      const { current, turned } = this.data
      measured(this, '#page', ({ width, height }) => {
        const angle = (turned[current]?.angle ?? 0) + 90
        const isAcross = angle % 180 !== 0
        const size = isAcross ? { width: height, height: width } : { width, height }
        this.setData({ turned: { ...turned, [current]: { angle, ...size } } })
      })
    },
    onPage() {
      const photos: string[] = this.data.photos
      const current = photos[this.data.current]
      if (current !== undefined) previewPhotos(photos, current)
    },
  },
})
