import type { SessionList } from '../../conversation/session-list'
import { messages } from '../../messages/zh-CN'
import { layerIs } from '../layers'
import { part } from '../part'

interface Notebook {
  show(list: SessionList, current: string | undefined, canSetServer: boolean): void
}

/** The notebook in a drawer, where it has no pane of its own. */
Component({
  properties: {
    /** How many exercises are to be reviewed. */
    due: { type: Number, value: 0 },
  },
  data: { visible: false, title: messages.sessions.title },
  observers: {
    visible(visible: boolean) {
      layerIs(visible, this, () => this.hide())
    },
  },
  lifetimes: {
    ready() {
      this.triggerEvent('drawerready')
    },
    detached() {
      layerIs(false, this, () => this.hide())
    },
  },
  methods: {
    /** Opens the drawer; `current` is the open session. */
    show(list: SessionList, current: string | undefined, canSetServer: boolean) {
      this.setData({ visible: true })
      part<Notebook>(this, '#notebook')?.show(list, current, canSetServer)
    },
    hide() {
      this.setData({ visible: false })
    },
    onVisibleChange(event: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      this.setData({ visible: event.detail.visible })
    },
    onOpen(event: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.hide()
      this.triggerEvent('open', event.detail)
    },
    onCreate() {
      this.hide()
      this.triggerEvent('create')
    },
    onGo(event: WechatMiniprogram.CustomEvent<{ to: string }>) {
      this.hide()
      this.triggerEvent('go', event.detail)
    },
    onServer() {
      this.hide()
      this.triggerEvent('server')
    },
    /** What happened to a conversation while the drawer stays open. */
    onTold({ type, detail }: WechatMiniprogram.CustomEvent) {
      this.triggerEvent(type, detail)
    },
  },
})
