import type { SessionList } from '../../conversation/session-list'
import { messages } from '../../messages/zh-CN'
import type { Told } from '../event-data'
import { layer } from '../layers'
import type { Notebook } from '../notebook/notebook'
import { type Methods, part } from '../part'

/** The notebook in a drawer, where it has no pane of its own. */
const sessionDrawer = Component({
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
    onOpen(event: Told<{ id: string }>) {
      this.onClose()
      this.triggerEvent('open', event.detail)
    },
    onCreate() {
      this.onClose()
      this.triggerEvent('create')
    },
    onGo(event: Told<{ to: string }>) {
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

/** What its owner can call of it. */
export type SessionDrawer = Methods<typeof sessionDrawer>
