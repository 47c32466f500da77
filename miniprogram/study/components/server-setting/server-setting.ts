import type { Told } from '../../../components/event-data'
import { layer } from '../../../components/layers'
import type { Methods } from '../../../components/part'
import { messages } from '../../../messages/zh-CN'

/** Takes a server's origin; false where it is none. */
type SaveAddress = (address: string) => boolean
const savers = new WeakMap<object, SaveAddress>()

/** The server's address, which the develop version can change. */
const serverSetting = Component({
  behaviors: [layer('visible')],
  data: {
    visible: false,
    address: '',
    tip: '',
    words: {
      title: messages.server.title,
      hint: messages.server.hint,
      cancel: messages.sessions.cancel,
    },
    confirm: { content: messages.sessions.confirm, theme: 'primary' },
  },
  methods: {
    /** Asks for the address; `save` is tried when the student confirms. */
    show(address: string, save: SaveAddress) {
      savers.set(this, save)
      this.setData({ visible: true, address, tip: '' })
    },
    onInput(event: Told<{ value: string }>) {
      this.setData({ address: event.detail.value, tip: '' })
    },
    onConfirm() {
      const saved = savers.get(this)?.(this.data.address.trim()) ?? false
      if (!saved) return this.setData({ tip: messages.server.invalid })
      this.setData({ visible: false })
      this.triggerEvent('saved')
    },
  },
})

/** What its owner can call of it. */
export type ServerSetting = Methods<typeof serverSetting>
