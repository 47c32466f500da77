import { isRecord } from '../browser'
import { EventChannel } from '../event-channel'
import type { PageStack } from '../page-stack'
import { asynchronous, number, requiredText, WxFailure } from './call'

const SCROLL_MS = 300

/** Calls a method of the top page, which must be open. */
function callTop(pages: PageStack, method: string, options?: unknown): unknown {
  const caller = pages.top?.caller
  const found: unknown = caller === undefined ? undefined : Reflect.get(caller, method)
  if (typeof found !== 'function') throw new WxFailure('no page is open')
  return found.call(caller, options)
}

function listenOn(channel: EventChannel, events: unknown): void {
  if (!isRecord(events)) return
  for (const [name, listener] of Object.entries(events)) {
    if (typeof listener === 'function') channel.on(name, (...values) => void listener(...values))
  }
}

/** wx.navigateTo and its kin, and what a page may ask about itself. */
export function pagesApi(pages: PageStack) {
  return {
    navigateTo: asynchronous('navigateTo', (options) => {
      const [near, far] = EventChannel.pair()
      listenOn(near, options.events)
      pages.navigateTo(requiredText(options, 'url'), far)
      return { eventChannel: near }
    }),
    redirectTo: asynchronous('redirectTo', (options) => pages.redirectTo(requiredText(options, 'url'))),
    reLaunch: asynchronous('reLaunch', (options) => pages.reLaunch(requiredText(options, 'url'))),
    switchTab: asynchronous('switchTab', (options) => pages.reLaunch(requiredText(options, 'url'))),
    navigateBack: asynchronous('navigateBack', (options) =>
      pages.navigateBack(number(options, 'delta') ?? 1),
    ),
    setNavigationBarTitle: asynchronous('setNavigationBarTitle', (options) => {
      const title = requiredText(options, 'title')
      pages.top?.frame.setTitle(title)
      document.title = title
    }),
    // What the page asks for stays until its theme changes.
    setNavigationBarColor: asynchronous('setNavigationBarColor', (options) => {
      pages.top?.frame.paintBar(requiredText(options, 'frontColor'), requiredText(options, 'backgroundColor'))
    }),
    setBackgroundColor: asynchronous('setBackgroundColor', (options) => {
      const colour = options.backgroundColor
      if (typeof colour === 'string') pages.top?.frame.paintBehind(colour)
    }),
    restartMiniProgram: asynchronous('restartMiniProgram', (options) => {
      history.replaceState(null, '', `#${requiredText(options, 'path')}`)
      location.reload()
    }),
    pageScrollTo: asynchronous('pageScrollTo', (options) => {
      const scroller = pages.top?.frame.scroller
      const behavior = (number(options, 'duration') ?? SCROLL_MS) === 0 ? 'auto' : 'smooth'
      const selector = options.selector
      const target = typeof selector === 'string' ? queryDom(scroller, selector) : undefined
      const offset = target === undefined || scroller === undefined ? 0 : distance(target, scroller)
      scroller?.scrollTo({
        top: target === undefined ? (number(options, 'scrollTop') ?? 0) : offset,
        behavior,
      })
    }),
    createSelectorQuery: () => callTop(pages, 'createSelectorQuery'),
    createIntersectionObserver: (component: unknown, options?: unknown) => {
      const create: unknown = isRecord(component) ? component.createIntersectionObserver : undefined
      return typeof create === 'function'
        ? create.call(component, options)
        : callTop(pages, 'createIntersectionObserver', options)
    },
  }
}

/** In the DOM an id carries a prefix of its component. */
const queryDom = (within: HTMLElement | undefined, selector: string): Element | undefined =>
  within?.querySelector(selector.replace(/#([\w-]+)/g, '[id$="--$1"]')) ?? undefined

const distance = (target: Element, scroller: HTMLElement): number =>
  scroller.scrollTop + target.getBoundingClientRect().top - scroller.getBoundingClientRect().top
