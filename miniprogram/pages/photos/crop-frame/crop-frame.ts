import { datum } from '../../../components/event-data'
import type { Methods } from '../../../components/part'
import { messages } from '../../../messages/zh-CN'
import type { Cancel, PictureBox } from '../../../platform/ports'
import { type Key, onKey } from '../../../platform/wx-keys'
import { type CropHandle, dragged, WHOLE } from '../crop-box'

/** Where the finger was last, by component. */
const fingers = new WeakMap<object, { x: number; y: number }>()

/** Part of the picture's width or height that an arrow key moves. */
const STEP = 0.02
const ARROWS: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
}
const listenings = new WeakMap<object, Cancel>()

const HANDLES: readonly CropHandle[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right', 'inside']

/**
 * The frame over a picture that is being cut: four corners and the frame itself can be moved. As large as its parent. On a PC
 * the arrow keys move it, and with Shift its right lower corner.
 */
const cropFrame = Component({
  properties: {
    /** Pixels of the picture as it is seen. */
    width: { type: Number, value: 1 },
    height: { type: Number, value: 1 },
  },
  data: {
    frame: WHOLE,
    corners: ['top-left', 'top-right', 'bottom-left', 'bottom-right'],
    label: messages.photos.frame,
  },
  lifetimes: {
    attached() {
      listenings.set(
        this,
        onKey((key) => this.onKey(key)),
      )
    },
    detached() {
      listenings.get(this)?.()
    },
  },
  methods: {
    onKey({ name, shift }: Key) {
      const arrow = ARROWS[name]
      if (arrow === undefined) return
      this.setData({ frame: dragged(this.data.frame, shift ? 'bottom-right' : 'inside', ...arrow) })
    },
    /** The part inside of the frame. */
    box(): PictureBox {
      return this.data.frame
    },
    onTouch(event: WechatMiniprogram.TouchEvent) {
      const [touch] = event.touches
      if (touch !== undefined) fingers.set(this, { x: touch.clientX, y: touch.clientY })
    },
    onMove(event: WechatMiniprogram.TouchEvent) {
      const [touch] = event.touches
      const before = fingers.get(this)
      const handle = HANDLES.find((each) => each === datum(event, 'handle'))
      if (touch === undefined || before === undefined || handle === undefined) return
      fingers.set(this, { x: touch.clientX, y: touch.clientY })
      const across = (touch.clientX - before.x) / this.data.width
      const down = (touch.clientY - before.y) / this.data.height
      this.setData({ frame: dragged(this.data.frame, handle, across, down) })
    },
  },
})

/** What its owner can call of it. */
export type CropFrame = Methods<typeof cropFrame>
