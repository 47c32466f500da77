import { pageHead } from '../../../components/page-head'
import { closePage, returnTo } from '../../../platform/wx-pages'
import { ROUTES } from '../../../routes'
import { mistakeMessages } from '../../messages/mistakes.zh-CN'

/** A page's top: the way back, its title, and what the page puts beside it. The host's capsule keeps its place. */
Component({
  behaviors: [pageHead],
  properties: {
    /** The way back is here; a second pane has none. */
    back: { type: Boolean, value: true },
  },
  data: {
    words: { back: mistakeMessages.back },
  },
  methods: {
    onBack() {
      // A page that was opened by itself has none below.
      if (getCurrentPages().length > 1) closePage()
      else returnTo(ROUTES.chat)
    },
  },
})
