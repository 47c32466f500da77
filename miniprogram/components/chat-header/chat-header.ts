import { messages } from '../../messages/zh-CN'
import { pageHead } from '../page-head'

/** A pane's top: the notebook, a new page, the conversation's title or what stands in its place. The host's capsule keeps its place. */
Component({
  behaviors: [pageHead],
  properties: {
    /** The notebook and the new page can be reached from here. */
    menu: { type: Boolean, value: true },
  },
  data: {
    words: {
      sessions: messages.header.sessions,
      create: messages.header.newConversation,
    },
  },
  methods: {
    onSessions() {
      this.triggerEvent('sessions')
    },
    onCreate() {
      this.triggerEvent('create')
    },
  },
})
