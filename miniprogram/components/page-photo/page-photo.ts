import { messages } from '../../messages/zh-CN'

/** One photographed page, whole, with its number; it fills what it stands in. One that cannot be shown says so. What is laid over it (its slot) leaves the number to be read. */
Component({
  properties: {
    source: { type: String, value: '' },
    /** Its place among the pages, from 1. */
    number: { type: Number, value: 1 },
    /** It has no room for words. */
    small: { type: Boolean, value: false },
    /** Another sign lies over it: a picture that cannot be loaded has none of its own. */
    signed: { type: Boolean, value: false },
  },
  data: {
    broken: false,
    words: { broken: messages.photo.broken },
  },
  observers: {
    source() {
      if (this.data.broken) this.setData({ broken: false })
    },
  },
  methods: {
    onBroken() {
      this.setData({ broken: true })
    },
  },
})
