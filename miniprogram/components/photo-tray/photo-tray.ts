import type { PhotoView } from '../../conversation/photo-words'
import { messages } from '../../messages/zh-CN'
import type { Told } from '../event-data'

/** The photographed pages of the question that is being written, how many they are, and what can be done with them. */
Component({
  properties: {
    photos: { type: Array, value: [] as PhotoView[] },
    /** Pages of another question that waits for room; 0: none does. */
    waiting: { type: Number, value: 0 },
  },
  data: {
    /** How many pages, in words. */
    count: '',
    waits: '',
    words: { how: messages.photos.how, exchange: messages.photos.exchange },
  },
  observers: {
    waiting(waiting: number) {
      this.setData({ waits: messages.photos.waits(waiting) })
    },
    photos(photos: PhotoView[]) {
      this.setData({ count: messages.photos.pages(photos.length) })
    },
  },
  methods: {
    onExchange() {
      this.triggerEvent('exchange')
    },
    onRemove({ detail }: Told<{ id: string }>) {
      this.triggerEvent('removephoto', detail)
    },
    onMove({ detail }: Told<{ id: string; to: number }>) {
      this.triggerEvent('movephoto', detail)
    },
    /** One that failed is sent again by a tap, any other is looked at. */
    onChoose({ detail }: Told<{ id: string }>) {
      const photos: PhotoView[] = this.data.photos
      const tone = photos.find(({ id }) => id === detail.id)?.tone
      this.triggerEvent(tone === 'failed' || tone === 'refused' ? 'retryphoto' : 'openphoto', detail)
    },
  },
})
