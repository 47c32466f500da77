import { domOf } from '../backend'
import { asText, type BuiltIn, type Definition } from './definition'

const EDGE = 50

/** scroll events, and the two that tell of an edge, once each time it is reached. */
function watchScrolling({ node, get, emit }: BuiltIn): void {
  let [lastTop, lastLeft] = [0, 0]
  let [wasUpper, wasLower] = [true, false]
  const tellEdges = (): void => {
    const vertical = Boolean(get('scrollY'))
    const position = vertical ? node.scrollTop : node.scrollLeft
    const end = vertical ? node.scrollHeight - node.clientHeight : node.scrollWidth - node.clientWidth
    const isUpper = position <= Number(get('upperThreshold'))
    const isLower = end - position <= Number(get('lowerThreshold'))
    if (isUpper && !wasUpper) emit('scrolltoupper', { direction: vertical ? 'top' : 'left' })
    if (isLower && !wasLower) emit('scrolltolower', { direction: vertical ? 'bottom' : 'right' })
    wasUpper = isUpper
    wasLower = isLower
  }
  const onScroll = (): void => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = node
    const deltas = { deltaX: lastLeft - scrollLeft, deltaY: lastTop - scrollTop }
    ;[lastTop, lastLeft] = [scrollTop, scrollLeft]
    emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, ...deltas })
    tellEdges()
  }
  node.addEventListener('scroll', onScroll, { passive: true })
}

/** dragstart, dragging and dragend of an enhanced scroll-view: a finger or the wheel moves it. */
function watchDragging({ node, emit }: BuiltIn): void {
  const detail = () => ({ scrollTop: node.scrollTop, scrollLeft: node.scrollLeft, velocity: { x: 0, y: 0 } })
  let dragging = false
  const move = () => {
    emit(dragging ? 'dragging' : 'dragstart', detail())
    dragging = true
  }
  const end = () => {
    if (dragging) emit('dragend', detail())
    dragging = false
  }
  let wheelTimer: ReturnType<typeof setTimeout> | undefined
  node.addEventListener('touchmove', move, { passive: true })
  node.addEventListener('touchend', end, { passive: true })
  node.addEventListener('touchcancel', end, { passive: true })
  const onWheel = () => {
    move()
    clearTimeout(wheelTimer)
    wheelTimer = setTimeout(end, 150)
  }
  node.addEventListener('wheel', onWheel, { passive: true })
}

const isPlace = (value: unknown): boolean => value !== null && value !== undefined && value !== ''

function scrollIntoView({ component, node, get }: BuiltIn, id: string, behavior: ScrollBehavior): void {
  const target = domOf(component.ownerShadowRoot?.getElementById(id))
  if (target === undefined) return
  const [there, here] = [target.getBoundingClientRect(), node.getBoundingClientRect()]
  const left = get('scrollX') ? node.scrollLeft + there.left - here.left : node.scrollLeft
  node.scrollTo({ top: node.scrollTop + there.top - here.top, left, behavior })
}

function place(self: BuiltIn, name: string, value: unknown): void {
  const behavior = self.get('scrollWithAnimation') ? 'smooth' : 'auto'
  if (name === 'scrollTop' && isPlace(value))
    self.node.scrollTo({ top: Number.parseFloat(String(value)), behavior })
  if (name === 'scrollLeft' && isPlace(value))
    self.node.scrollTo({ left: Number.parseFloat(String(value)), behavior })
  if (name === 'scrollIntoView' && value) scrollIntoView(self, String(value), behavior)
}

export const scrollView: Definition = {
  properties: {
    scrollX: Boolean,
    scrollY: Boolean,
    scrollTop: null,
    scrollLeft: null,
    scrollIntoView: String,
    scrollWithAnimation: Boolean,
    upperThreshold: { type: null, value: EDGE },
    lowerThreshold: { type: null, value: EDGE },
    enableFlex: Boolean,
    showScrollbar: { type: Boolean, value: true },
    scrollAnchoring: Boolean,
    ...Object.fromEntries(
      `enhanced bounces refresherEnabled refresherThreshold refresherDefaultStyle refresherBackground
      refresherTriggered enableBackToTop enablePassive type pagingEnabled fastDeceleration usingSticky
      scrollIntoViewAlignment`
        .split(/\s+/)
        .map((name) => [name, null]),
    ),
  },
  create(self) {
    const { node, get } = self
    // reached by the Tab key, scrolled by the arrows
    node.tabIndex = 0
    watchScrolling(self)
    watchDragging(self)
    return {
      attached() {
        // the content is laid out a frame later
        requestAnimationFrame(() => {
          for (const name of ['scrollTop', 'scrollLeft', 'scrollIntoView']) place(self, name, get(name))
        })
      },
      update(name, value) {
        if (name === 'scrollX') node.style.overflowX = value ? 'auto' : 'hidden'
        if (name === 'scrollY') {
          node.style.overflowY = value ? 'auto' : 'hidden'
          // What only scrolls sideways leaves the way up and down to what it stands in.
          node.style.overscrollBehaviorY = value ? 'contain' : 'auto'
        }
        if (name === 'enableFlex') node.toggleAttribute('wx-flex', Boolean(value))
        if (name === 'scrollAnchoring') node.style.overflowAnchor = asText(value) === 'true' ? 'auto' : 'none'
        // a place that is set together with new content holds after the content is there
        queueMicrotask(() => place(self, name, value))
      },
    }
  },
}
