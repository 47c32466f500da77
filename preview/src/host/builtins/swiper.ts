import { asText, type BuiltIn, type Definition } from './definition'

const SWIPE_DISTANCE = 30

class Swiper {
  private current = 0
  private timer: ReturnType<typeof setInterval> | undefined
  private readonly dots = document.createElement('div')

  constructor(private readonly self: BuiltIn) {
    this.dots.className = 'wx-dots'
    self.node.append(this.dots)
    new MutationObserver(() => this.layout()).observe(self.node, { childList: true })
    let startX = 0
    self.node.addEventListener('pointerdown', (event) => {
      startX = event.clientX
    })
    self.node.addEventListener('pointerup', (event) => {
      const distance = event.clientX - startX
      if (Math.abs(distance) > SWIPE_DISTANCE) this.go(this.current + (distance < 0 ? 1 : -1), 'touch')
    })
  }

  attached(): void {
    this.current = Number(this.self.get('current')) || 0
    this.layout()
    this.timer = setInterval(
      () => {
        if (this.self.get('autoplay')) this.go(this.current + 1, 'autoplay')
      },
      Number(this.self.get('interval')),
    )
  }

  detached(): void {
    clearInterval(this.timer)
  }

  update(name: string, value: unknown): void {
    if (name === 'current') this.go(Number(value) || 0, '')
    else this.layout()
  }

  private items(): HTMLElement[] {
    return [...this.self.node.children].filter(
      (child): child is HTMLElement => child instanceof HTMLElement && child.tagName === 'WX-SWIPER-ITEM',
    )
  }

  private go(wanted: number, source: string): void {
    const count = this.items().length
    if (count === 0) return
    const next = this.self.get('circular')
      ? (wanted + count) % count
      : Math.max(0, Math.min(count - 1, wanted))
    if (next === this.current) return
    this.current = next
    this.layout()
    if (source !== '') this.self.set('current', next)
    this.self.emit('change', { current: next, currentItemId: '', source })
    const duration = Number(this.self.get('duration'))
    setTimeout(() => this.self.emit('animationfinish', { current: next, source }), duration)
  }

  private layout(): void {
    const axis = this.self.get('vertical') ? 'Y' : 'X'
    const items = this.items()
    for (const [index, item] of items.entries()) {
      item.style.position = 'absolute'
      item.style.inset = '0'
      item.style.transition = `transform ${asText(this.self.get('duration'))}ms`
      item.style.transform = `translate${axis}(${(index - this.current) * 100}%)`
    }
    const marks = this.self.get('indicatorDots') ? items : []
    this.dots.replaceChildren(
      ...marks.map((_, index) => {
        const dot = document.createElement('i')
        dot.classList.toggle('on', index === this.current)
        return dot
      }),
    )
  }
}

export const swiper: Definition = {
  properties: {
    indicatorDots: Boolean,
    autoplay: Boolean,
    current: Number,
    interval: { type: Number, value: 5000 },
    duration: { type: Number, value: 500 },
    circular: Boolean,
    vertical: Boolean,
    ...Object.fromEntries(
      `indicatorColor indicatorActiveColor previousMargin nextMargin displayMultipleItems easingFunction snapToEdge
      currentItemId`
        .split(/\s+/)
        .map((name) => [name, null]),
    ),
  },
  create(self) {
    const swiping = new Swiper(self)
    return {
      attached: () => swiping.attached(),
      detached: () => swiping.detached(),
      update: (name, value) => swiping.update(name, value),
    }
  },
}
