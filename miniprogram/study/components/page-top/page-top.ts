import { closePage, returnTo } from '../../../platform/wx-pages'
import { topArea } from '../../../platform/wx-window'
import { ROUTES } from '../../../routes'
import { mistakeMessages } from '../../messages/mistakes.zh-CN'

/** A page's top: the way back, its title, and what the page puts beside it. The host's capsule keeps its place. */
Component({
  properties: {
    title: { type: String, value: '' },
    /** `middle` of the page, or where the `text` below begins. */
    place: { type: String, value: 'middle' },
    /** The way back is here; a second pane has none. */
    back: { type: Boolean, value: true },
    /** Another pane stands right of this one, and has the capsule. */
    beside: { type: Boolean, value: false },
  },
  data: {
    statusBar: 20,
    bar: 44,
    capsule: 96,
    words: { back: mistakeMessages.back },
  },
  lifetimes: {
    attached() {
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
      this.setData({ ...topArea() })
    },
    onBack() {
      // A page that was opened by itself has none below.
      if (getCurrentPages().length > 1) closePage()
      else returnTo(ROUTES.chat)
    },
  },
})
