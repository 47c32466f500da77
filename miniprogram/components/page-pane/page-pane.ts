import { messages } from '../../messages/zh-CN'
import { previewPhotos } from '../../platform/wx-photos'
import { datum } from '../event-data'

/** The pages of a question beside its answer: one of them large, and below it the row to choose from. */
Component({
  properties: {
    photos: { type: Array, value: [] as string[] },
  },
  data: {
    /** The page that is shown large, from 0. */
    current: 0,
    labels: [] as string[],
    words: { label: messages.question.pages },
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
    onPage() {
      const photos: string[] = this.data.photos
      const current = photos[this.data.current]
      if (current !== undefined) previewPhotos(photos, current)
    },
  },
})
