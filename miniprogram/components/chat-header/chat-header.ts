import { messages } from '../../messages/zh-CN'
import { topArea } from '../../platform/wx-window'

/** The page's top: the drawer of sessions, a new conversation, the name. The host's capsule keeps its place. */
Component({
  data: {
    statusBar: 20,
    bar: 44,
    capsule: 96,
    words: {
      title: messages.app.name,
      sessions: messages.header.sessions,
      create: messages.header.newConversation,
    },
  },
  lifetimes: {
    attached() {
      this.setData({ ...topArea() })
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
