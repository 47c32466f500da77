import type { Correction, CorrectionItem } from '../../../../typings/protocol'
import { layerIs } from '../../../components/layers'
import { markSheetView, nextOf } from '../../../conversation/marking-words'
import { chatMessages } from '../../../messages/chat.zh-CN'

/** What is looked at. */
interface Shown {
  turnId: string
  correction: Correction
  item: CorrectionItem
}
const shown = new WeakMap<object, Shown>()

/** Why one exercise of a marked page is right or wrong, at the lower edge of the screen: the page stays in sight above it. */
Component({
  data: {
    visible: false,
    /** The one exercise that is shown: a list, so that another one is another node. */
    items: [] as ReturnType<typeof markSheetView>[],
    /** There is another wrong one. */
    hasNext: false,
    words: chatMessages.marks,
  },
  observers: {
    visible(visible: boolean) {
      layerIs(visible, this, () => this.hide())
    },
  },
  lifetimes: {
    detached() {
      layerIs(false, this, () => this.hide())
    },
  },
  methods: {
    /** Shows an exercise of a turn's correction; nothing where that has none of this number. */
    show(turnId: string, correction: Correction, no: string) {
      const item = correction.items.find((each) => each.no === no)
      if (item === undefined) return
      shown.set(this, { turnId, correction, item })
      this.setData({
        visible: true,
        items: [markSheetView(item)],
        hasNext: nextOf(correction, 'wrong', no) !== undefined,
      })
    },
    hide() {
      if (!this.data.visible) return
      this.setData({ visible: false })
      this.triggerEvent('closed')
    },
    onVisibleChange(event: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!event.detail.visible) this.hide()
    },
    onClose() {
      this.hide()
    },
    onExplain() {
      const looked = shown.get(this)
      if (looked === undefined) return
      const { no, text } = looked.item
      this.hide()
      this.triggerEvent('explain', {
        question: chatMessages.marks.askExplain(chatMessages.marks.exercise(no), text),
      })
    },
    onNext() {
      const looked = shown.get(this)
      const next = looked && nextOf(looked.correction, 'wrong', looked.item.no)
      if (looked !== undefined && next !== undefined)
        this.triggerEvent('mark', { id: looked.turnId, no: next.no })
    },
  },
})
