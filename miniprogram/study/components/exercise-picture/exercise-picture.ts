import type { Told } from '../../../components/event-data'
import { mistakeMessages } from '../../messages/mistakes.zh-CN'
import { cutOf, framed, USUAL_PAGE } from './cut'

/** Pixels of a small picture's room. */
const SMALL = { width: 96, height: 58 }

/** An exercise, cut out of its page; the whole page where its place is not known. */
Component({
  properties: {
    source: { type: String, value: '' },
    /** In fractions of the page: x, y, width, height; none for the whole page. */
    box: { type: Array, value: [] as number[] },
    /** As wide as what it stands in, or `small`, in a list. */
    size: { type: String, value: 'wide' },
  },
  data: {
    /** Height over width of the page. */
    page: USUAL_PAGE,
    ratio: 1,
    frame: '',
    place: '',
    broken: false,
    words: { picture: mistakeMessages.picture, broken: mistakeMessages.broken },
  },
  observers: {
    'box, size, page'(box: number[], size: string, page: number) {
      const { ratio, place } = cutOf(box, page)
      this.setData({ place, ratio, frame: size === 'small' ? framed(ratio, SMALL) : '' })
    },
    source() {
      if (this.data.broken) this.setData({ broken: false })
    },
  },
  methods: {
    onLoaded({ detail }: Told<{ width: number; height: number }>) {
      if (detail.width > 0 && detail.height > 0) this.setData({ page: detail.height / detail.width })
    },
    onBroken() {
      this.setData({ broken: true })
    },
  },
})
