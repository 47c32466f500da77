import { messages } from '../../messages/zh-CN'
import { previewPhotos } from '../../platform/wx-photos'
import { datum } from '../event-data'

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
    words: { label: messages.question.pages, next: messages.question.next },
  },
  observers: {
    photos(photos: string[]) {
      this.setData({
        current: 0,
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
    onPage() {
      const photos: string[] = this.data.photos
      const current = photos[this.data.current]
      if (current !== undefined) previewPhotos(photos, current)
    },
  },
})
