import * as glassEasel from 'glass-easel'
import { convertRpx } from '../shared/units'
import { listenForKeys } from './keyboard'
import { themeChanges, themedCss } from './theme'
import { listenForTouches } from './touch'

/** Native events that mini-program code may bind; every other one is a component's own. */
const NATIVE_EVENTS = ['transitionend', 'animationstart', 'animationiteration', 'animationend']

const TOUCH_EVENTS = ['touchstart', 'touchmove', 'touchend', 'touchcancel']

/** A DOM element that glass-easel owns carries its node. */
export interface OwnedElement extends HTMLElement {
  __wxElement?: glassEasel.Element
}

/** The built-in components' names: their host elements get the prefix `wx-`, never a real HTML tag. */
const builtInTags = new Set<string>()
export const registerBuiltInTag = (name: string): void => {
  builtInTags.add(name)
}

/** glass-easel's node behind a DOM node or the nearest one above it. */
export function nodeOf(start: EventTarget | null): glassEasel.Element | undefined {
  for (let current = start instanceof Node ? start : null; current !== null; current = current.parentNode) {
    if ('__wxElement' in current && glassEasel.Element.isElement(current.__wxElement))
      return current.__wxElement
  }
  return undefined
}

/** The DOM element of a glass-easel node. */
export function domOf(node: { $$: unknown } | null | undefined): HTMLElement | undefined {
  return node?.$$ instanceof HTMLElement ? node.$$ : undefined
}

/** Inline styles arrive as text with rpx in them: converted on the way into the DOM. */
export function convertInlineStyles(): void {
  const original = Element.prototype.setAttribute
  Element.prototype.setAttribute = function (this: Element, name: string, value: string): void {
    original.call(this, name, name === 'style' ? convertRpx(String(value)) : value)
  }
}

/** glass-easel's DOM backend with our host tags, one `<style>` a path, and mini-program events. */
export class Backend extends glassEasel.CurrentWindowBackendContext {
  private readonly sheets = new Map<string, { css: string; node: HTMLStyleElement }>()
  private readonly listened = new WeakMap<object, Set<string>>()
  private readonly contents = new Map<string, string>()

  constructor() {
    super()
    const createElement = (tag: string) => document.createElement(builtInTags.has(tag) ? `wx-${tag}` : tag)
    Object.assign(this, {
      document: {
        createElement,
        createTextNode: (text: string) => document.createTextNode(text),
        createDocumentFragment: () => document.createDocumentFragment(),
      },
    })
    themeChanges.on(() => {
      for (const { css, node } of this.sheets.values()) node.textContent = themedCss(css)
    })
  }

  override registerStyleSheetContent(path: string, content: unknown): void {
    this.contents.set(path, String(content))
  }

  override appendStyleSheetPath(path: string): number {
    if (!this.sheets.has(path)) {
      const css = this.contents.get(path) ?? ''
      const node = document.createElement('style')
      node.setAttribute('wx-path', path)
      node.textContent = themedCss(css)
      // app.wxss comes first, so that a component's rule of equal weight wins
      if (path === 'app') document.head.querySelector('[wx-base]')?.after(node)
      else document.head.append(node)
      this.sheets.set(path, { css, node })
    }
    return 0
  }

  /** Only the top page's own styles may be on: pages share class names. */
  enableStyleSheet(path: string, enabled: boolean): void {
    const sheet = this.sheets.get(path)
    if (sheet !== undefined) sheet.node.disabled = !enabled
  }

  /** The stock backend cancels every touchmove once anybody binds `catch`: touches are handled here alone. */
  override setListenerStats(target: glassEasel.domlikeBackend.Element, type: string): void {
    if (!(target instanceof HTMLElement) || TOUCH_EVENTS.includes(type) || !NATIVE_EVENTS.includes(type))
      return
    const types = this.listened.get(target) ?? new Set<string>()
    this.listened.set(target, types)
    if (types.has(type)) return
    types.add(type)
    target.addEventListener(type, (event) => {
      if (event.target !== target) return
      const elapsedTime =
        event instanceof AnimationEvent || event instanceof TransitionEvent ? event.elapsedTime : 0
      this.fire(event, type, { elapsedTime })
    })
  }

  override onEvent(): void {
    // events are dispatched by this class alone
  }

  override setModelBindingStat(): void {
    // built-in components tell their value by themselves
  }

  private fire(source: Event, type: string, detail: Record<string, unknown>): void {
    const target = nodeOf(source.target)
    if (target === undefined) return
    const options = { originalEvent: source, bubbles: true, composed: true, capturePhase: true }
    const event = new glassEasel.Event(type, detail, options)
    glassEasel.Event.dispatchEvent(target, event)
    if (event.defaultPrevented() && source.cancelable) source.preventDefault()
  }

  /** Native touches, mouse clicks and keys become mini-program events from here on. */
  listen(): void {
    const fire = (source: Event, type: string, detail: Record<string, unknown>) =>
      this.fire(source, type, detail)
    listenForTouches(document.body, fire)
    listenForKeys(document.body, fire)
  }
}
