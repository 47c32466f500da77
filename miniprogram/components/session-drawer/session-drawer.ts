import type { SessionList } from '../../conversation/session-list'
import { messages } from '../../messages/zh-CN'
import { layer } from '../layers'
import { part } from '../part'

interface Notebook {
  show(list: SessionList, current: string | undefined, canSetServer: boolean): void
}

/** The notebook in a drawer, where it has no pane of its own. */
Component({
  behaviors: [layer('visible')],
  properties: {
    /** How many exercises are to be reviewed. */
    due: { type: Number, value: 0 },
  },
  data: { visible: false, title: messages.sessions.title },
  lifetimes: {
    ready() {
      this.triggerEvent('drawerready')
    },
  },
  methods: {
    /** Opens the drawer; `current` is the open session. */
    show(list: SessionList, current: string | undefined, canSetServer: boolean) {
      this.setData({ visible: true })
      part<Notebook>(this, '#notebook')?.show(list, current, canSetServer)
    },
    onOpen(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.onClose()
      this.triggerEvent('open', event.detail)
    },
    onCreate() {
      this.onClose()
      this.triggerEvent('create')
    },
    onGo(event: WechatMiniprogram.CustomEvent<{ to: string }>) {
      this.onClose()
      this.triggerEvent('go', event.detail)
    },
    onServer() {
      this.onClose()
      this.triggerEvent('server')
    },
    /** What happened to a conversation while the drawer stays open. */
    onTold({ type, detail }: WechatMiniprogram.CustomEvent) {
      this.triggerEvent(type, detail)
    },
  },
})
