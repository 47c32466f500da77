/** Mini-program touches from the browser's touches, or from a mouse that stands for one finger. */

/** A touch as it is handed to mini-program code. */
export interface TouchPoint {
  identifier: number
  pageX: number
  pageY: number
  clientX: number
  clientY: number
}

export interface Touches {
  touches: TouchPoint[]
  changedTouches: TouchPoint[]
}

/** Sends one event of the mini-program into the tree, from the DOM event that caused it. */
export type FireTouch = (source: Event, type: string, detail: Record<string, unknown>) => void

const TAP_DISTANCE = 10
const LONG_PRESS_MS = 350
const MOUSE_IDENTIFIER = -1

const simulated = new WeakMap<Event, Touches>()

const toPoint = (t: TouchPoint): TouchPoint => ({
  identifier: t.identifier,
  pageX: t.pageX,
  pageY: t.pageY,
  clientX: t.clientX,
  clientY: t.clientY,
})

/** The touches behind a DOM event, or undefined if it is no touch. */
export function touchesOf(event: unknown): Touches | undefined {
  if (typeof TouchEvent !== 'undefined' && event instanceof TouchEvent) {
    return {
      touches: Array.from(event.touches, toPoint),
      changedTouches: Array.from(event.changedTouches, toPoint),
    }
  }
  return event instanceof Event ? simulated.get(event) : undefined
}

/** Makes a DOM event that is no touch stand for one of a single finger; the page itself never scrolls. */
export function touchAt(event: Event, type: string, x: number, y: number): TouchPoint {
  const point = { identifier: MOUSE_IDENTIFIER, pageX: x, pageY: y, clientX: x, clientY: y }
  simulated.set(event, { touches: type === 'touchend' ? [] : [point], changedTouches: [point] })
  return point
}

interface Press {
  identifier: number
  x: number
  y: number
  timer: ReturnType<typeof setTimeout>
}

/** Turns a press that stays in place into `tap`, and a long one into `longpress` as well. */
class PressTracker {
  private press: Press | undefined

  constructor(private readonly fire: FireTouch) {}

  start(source: Event, point: TouchPoint): void {
    this.cancel()
    const detail = { x: point.pageX, y: point.pageY }
    const timer = setTimeout(() => {
      this.fire(source, 'longpress', detail)
      this.fire(source, 'longtap', detail)
    }, LONG_PRESS_MS)
    this.press = { identifier: point.identifier, x: point.clientX, y: point.clientY, timer }
  }

  move(point: TouchPoint): void {
    const press = this.press
    if (press?.identifier !== point.identifier) return
    if (Math.hypot(point.clientX - press.x, point.clientY - press.y) > TAP_DISTANCE) this.cancel()
  }

  end(source: Event, point: TouchPoint): void {
    const press = this.press
    if (press?.identifier !== point.identifier) return
    this.cancel()
    this.fire(source, 'tap', { x: press.x, y: press.y })
  }

  cancel(): void {
    if (this.press !== undefined) clearTimeout(this.press.timer)
    this.press = undefined
  }
}

/** Listens on `root` and fires touchstart, touchmove, touchend, touchcancel, tap and longpress. */
export function listenForTouches(root: HTMLElement, fire: FireTouch): void {
  const tracker = new PressTracker(fire)
  const options = { capture: true, passive: false }
  let sawTouch = false
  let mouseIsDown = false

  const onTouch = (type: string, then: (event: TouchEvent, point: TouchPoint) => void) => {
    const listener = (event: TouchEvent): void => {
      sawTouch = true
      fire(event, type, {})
      const first = event.changedTouches[0]
      if (first !== undefined) then(event, toPoint(first))
    }
    root.addEventListener(type, (event) => event instanceof TouchEvent && listener(event), options)
  }
  onTouch('touchstart', (event, point) => tracker.start(event, point))
  onTouch('touchmove', (_, point) => tracker.move(point))
  onTouch('touchend', (event, point) => tracker.end(event, point))
  onTouch('touchcancel', () => tracker.cancel())

  const asTouch = (event: MouseEvent, type: string): TouchPoint => {
    const point = touchAt(event, type, event.clientX, event.clientY)
    fire(event, type, {})
    return point
  }
  root.addEventListener(
    'mousedown',
    (event) => {
      if (sawTouch || event.button !== 0) return
      mouseIsDown = true
      tracker.start(event, asTouch(event, 'touchstart'))
    },
    options,
  )
  root.addEventListener(
    'mousemove',
    (event) => {
      if (mouseIsDown) tracker.move(asTouch(event, 'touchmove'))
    },
    options,
  )
  root.addEventListener(
    'mouseup',
    (event) => {
      if (!mouseIsDown) return
      mouseIsDown = false
      tracker.end(event, asTouch(event, 'touchend'))
    },
    options,
  )
}
