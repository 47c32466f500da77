import type { PhotoView } from '../../conversation/photo-words'
import { dragStrip, edgeScroll } from '../../conversation/strip-drag'
import { messages } from '../../messages/zh-CN'
import type { Cancel } from '../../platform/ports'
import { wxClock } from '../../platform/wx-clock'
import { datum, type Told } from '../event-data'
import { measured } from '../measured'

/** Pixels from one page to the next, as photo-strip.wxss sets them. */
const PITCH = { tray: 100, small: 66 }
/** Milliseconds between two steps of a strip that scrolls by itself under a held page. */
const SCROLL_INTERVAL = 50

/** Beyond the end of any strip. */
const FAR_RIGHT = 100000

/** A page that is held. */
interface Hold {
  readonly from: number
  /** Where the finger took it, and how far the strip was scrolled then. */
  readonly x: number
  readonly scroll: number
  /** Where the finger is. */
  at: number
  /** The strip's edges on the screen. */
  left: number
  right: number
  stopScrolling: Cancel
}

interface Strip {
  hold: Hold | undefined
  scroll: number
}
const strips = new WeakMap<object, Strip>()

function stripOf(component: object): Strip {
  const strip = strips.get(component) ?? { hold: undefined, scroll: 0 }
  strips.set(component, strip)
  return strip
}

/** Pages in a row, each whole and with its number. One that is held long can be laid down elsewhere. */
Component({
  properties: {
    photos: { type: Array, value: [] as PhotoView[] },
    /** `tray`: large, with a state and a cross each; `small`: only pages. */
    size: { type: String, value: 'tray' },
    /** Id of the page that is looked at. */
    current: { type: String, value: '' },
  },
  data: {
    /** Place of the held page, -1 where none is. */
    held: -1,
    /** Pixels that it was moved. */
    moved: 0,
    target: -1,
    shifts: [] as readonly number[],
    numbers: [] as readonly number[],
    labels: [] as string[],
    removals: [] as string[],
    scrollLeft: 0,
  },
  observers: {
    photos(photos: PhotoView[]) {
      const labels = photos.map((photo, index) =>
        messages.photos.label(index + 1, photos.length, photo.words),
      )
      if (labels.join() === this.data.labels.join()) return
      const isMore = photos.length > this.data.labels.length && this.data.labels.length > 0
      this.setData({ labels, removals: photos.map((_, index) => messages.photos.remove(index + 1)) })
      if (isMore) this.toEnd()
    },
  },
  lifetimes: {
    detached() {
      strips.get(this)?.hold?.stopScrolling()
      strips.delete(this)
    },
  },
  methods: {
    /** Brings the last page into sight: beyond the end, where the host stops, and another number each time. */
    toEnd() {
      this.setData({ scrollLeft: FAR_RIGHT + this.data.photos.length })
    },
    onScroll(event: Told<{ scrollLeft: number }>) {
      stripOf(this).scroll = event.detail.scrollLeft
    },
    onTap(event: WechatMiniprogram.TouchEvent) {
      if (this.data.held < 0) this.triggerEvent('choose', { id: datum(event, 'id') })
    },
    onRemove(event: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('remove', { id: datum(event, 'id') })
    },
    onHold(event: WechatMiniprogram.TouchEvent) {
      const [touch] = event.touches
      const photos: PhotoView[] = this.data.photos
      if (touch === undefined || photos.length < 2) return
      const strip = stripOf(this)
      const from = Number(datum(event, 'index'))
      const stopScrolling = () => undefined
      const hold: Hold = {
        from,
        x: touch.clientX,
        scroll: strip.scroll,
        at: touch.clientX,
        left: 0,
        right: Number.POSITIVE_INFINITY,
        stopScrolling,
      }
      strip.hold = hold
      this.setData({ held: from, moved: 0, target: from })
      measured(this, '#strip', ({ left, right }) => {
        hold.left = left
        hold.right = right
        this.scrollAtEdge(hold)
      })
    },
    onMove(event: WechatMiniprogram.TouchEvent) {
      const { hold } = stripOf(this)
      const [touch] = event.touches
      if (hold === undefined || touch === undefined) return
      hold.at = touch.clientX
      this.follow(hold)
    },
    onRelease() {
      const strip = stripOf(this)
      const { hold } = strip
      if (hold === undefined) return
      strip.hold = undefined
      hold.stopScrolling()
      const photos: PhotoView[] = this.data.photos
      const { target } = this.data
      const photo = photos[hold.from]
      // The next turn of the loop: a host that also calls this release a tap must still find the page held.
      wxClock.setTimer(() => this.setData({ held: -1, moved: 0, target: -1, shifts: [], numbers: [] }), 0)
      if (photo !== undefined && target !== hold.from) this.triggerEvent('move', { id: photo.id, to: target })
    },
    follow(hold: Hold) {
      const moved = hold.at - hold.x + stripOf(this).scroll - hold.scroll
      const pitch = this.data.size === 'tray' ? PITCH.tray : PITCH.small
      const { target, shifts, numbers } = dragStrip(hold.from, moved, pitch, this.data.photos.length)
      this.setData(target === this.data.target ? { moved } : { moved, target, shifts, numbers })
    },
    /** Goes on for as long as the page is held: the finger may rest at the edge. */
    scrollAtEdge(hold: Hold) {
      const strip = stripOf(this)
      hold.stopScrolling = wxClock.setTimer(() => {
        if (strip.hold !== hold) return
        const step = edgeScroll(hold.at, hold.left, hold.right)
        if (step !== 0) {
          this.setData({ scrollLeft: Math.max(0, strip.scroll + step) })
          this.follow(hold)
        }
        this.scrollAtEdge(hold)
      }, SCROLL_INTERVAL)
    },
  },
})
