import { type CropHandle, dragged, WHOLE } from '../../conversation/crop-frame'
import { messages } from '../../messages/zh-CN'
import type { PictureBox } from '../../platform/ports'
import { datum } from '../event-data'

/** Where the finger was last, by component. */
const fingers = new WeakMap<object, { x: number; y: number }>()

const HANDLES: readonly CropHandle[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right', 'inside']

/** The frame over a picture that is being cut: four corners and the frame itself can be moved. As large as its parent. */
Component({
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
  methods: {
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
