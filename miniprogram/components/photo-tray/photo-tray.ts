import { messages } from '../../messages/zh-CN'
import { datum } from '../event-data'

/** A photo as the page hands it over. */
interface PhotoView {
  id: string
  source: string
  state: 'waiting' | 'uploading' | 'uploaded' | 'failed'
  progress: number
  refused: boolean
}

/** Beyond the end of any row of photos: the host stops there. */
const FAR_RIGHT = 100000

/** The photographed pages of the question that is being written, whole and in their order, with what happens to each. */
Component({
  properties: {
    photos: { type: Array, value: [] as PhotoView[] },
  },
  data: {
    /** How many pages, in words. */
    count: '',
    /** Of each page: what a reader hears, what stands below it, and the name of its removal. */
    labels: [] as string[],
    states: [] as string[],
    removals: [] as string[],
    /** Beyond the end of the row, another number each time: one that was just added is in sight. */
    end: 0,
  },
  observers: {
    photos(photos: PhotoView[]) {
      const before = this.data.states.length
      const words = messages.composer
      this.setData({
        count: words.pages(photos.length),
        labels: photos.map(label),
        states: photos.map(stateWords),
        removals: photos.map((_, index) => words.remove(index + 1)),
        end: photos.length > before ? FAR_RIGHT + photos.length : this.data.end,
      })
    },
  },
  methods: {
    onRemove(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('removephoto', { id: datum(event, 'id') })
    },
    onPhoto(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('retryphoto', { id: datum(event, 'id') })
    },
  },
})

function stateWords({ state, refused }: PhotoView): string {
  const words = messages.composer
  if (state === 'failed') return refused ? words.photoRefused : words.photoFailed
  if (state === 'uploaded') return words.photoReady
  return state === 'waiting' ? words.photoWaiting : words.photoUploading
}

function label(photo: PhotoView, index: number): string {
  const words = messages.composer
  const page = words.photo(index + 1)
  if (photo.state !== 'failed') return page
  return photo.refused ? `${page}，${words.refused}` : words.retry(index + 1)
}
