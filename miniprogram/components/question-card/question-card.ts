import { messages } from '../../messages/zh-CN'
import { previewPhotos } from '../../platform/wx-photos'
import { datum } from '../event-data'

/** One question as it was asked: its photos in page order, each opens large, and its words. */
Component({
  properties: {
    content: { type: String, value: '' },
    photos: { type: Array, value: [] as string[] },
  },
  data: {
    words: {
      label: messages.question.label,
      glyph: messages.question.glyph,
      heading: messages.question.heading,
    },
    photoLabels: [] as string[],
  },
  observers: {
    photos(photos: string[]) {
      this.setData({
        photoLabels: photos.map((_, index) => messages.question.photo(index + 1, photos.length)),
      })
    },
  },
  methods: {
    onPhoto(event: WechatMiniprogram.TouchEvent) {
      const photos: string[] = this.data.photos
      const current = photos[Number(datum(event, 'index'))]
      if (current !== undefined) previewPhotos(photos, current)
    },
  },
})
