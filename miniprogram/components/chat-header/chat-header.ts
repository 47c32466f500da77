import { messages } from '../../messages/zh-CN'
import { topArea } from '../../platform/wx-window'

/** A pane's top: the notebook, a new page, the conversation's title or what stands in its place. The host's capsule keeps its place. */
Component({
  properties: {
    title: { type: String, value: '' },
    /** `middle` of the header, at its `start` behind the buttons, or where the `text` below it begins. */
    place: { type: String, value: 'middle' },
    /** The notebook and the new page can be reached from here. */
    menu: { type: Boolean, value: true },
    /** Another pane stands right of this one, and has the capsule. */
    beside: { type: Boolean, value: false },
  },
  data: {
    statusBar: 20,
    bar: 44,
    capsule: 96,
    words: {
      sessions: messages.header.sessions,
      create: messages.header.newConversation,
    },
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
    onSessions() {
      this.triggerEvent('sessions')
    },
    onCreate() {
      this.triggerEvent('create')
    },
  },
})
