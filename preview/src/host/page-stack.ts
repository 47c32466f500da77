import type { ProgramDescription, WindowConfig } from '../shared/program'
import type { Backend } from './backend'
import { element } from './browser'
import { liesOnItsSide } from './device'
import { EventChannel } from './event-channel'
import { focusedPlaces, giveBack } from './layers'
import { callPage, describePage, type OpenPage, showOrHide } from './page'
import { createPageFrame, type FrameOptions } from './page-frame'
import { readyPage } from './ready'
import type { Registry } from './registry'
import { reportWarning } from './reports'
import { parseRoute, type Route } from './route'
import { currentTheme, themeChanges } from './theme'

/** WeChat's limit. */
const MAX_PAGES = 10
const REACH_BOTTOM_DISTANCE = 50

/** The pages that are open, the last on top, with WeChat's life-cycle. */
export class PageStack {
  private readonly pages: OpenPage[] = []
  private readonly container = element('div', { attributes: { id: 'wx-app' } })
  private opened = 0
  /** What had the keyboard on a page that another covers. */
  private readonly keyboards = new WeakMap<OpenPage, readonly HTMLElement[]>()
  private registry: Registry | undefined

  constructor(
    private readonly program: ProgramDescription,
    private readonly backend: Backend,
  ) {
    document.body.append(this.container)
    window.addEventListener('resize', () => {
      const size = { windowWidth: window.innerWidth, windowHeight: window.innerHeight }
      if (this.top === undefined) return
      this.checkTurning(this.top)
      callPage(this.top, 'onResize', { size })
      this.top.root.getComponent().triggerPageLifetime('resize', [{ size }])
    })
    themeChanges.on(() => {
      for (const [index, page] of this.pages.entries())
        page.frame.update(this.frameOptions(page.route, index))
    })
  }

  /** Gives the components that pages are made of; nothing can be opened before. */
  use(registry: Registry): void {
    this.registry = registry
  }

  get top(): OpenPage | undefined {
    return this.pages.at(-1)
  }

  get all(): readonly OpenPage[] {
    return this.pages
  }

  navigateTo(url: string, channel?: EventChannel): void {
    if (this.pages.length >= MAX_PAGES)
      throw new Error(`webview count limit exceed, ${MAX_PAGES} pages at most`)
    const route = this.routeOf(url)
    const below = this.top
    if (below !== undefined) {
      this.keyboards.set(below, focusedPlaces())
      showOrHide(below, 'hide')
    }
    this.open(route, channel)
  }

  redirectTo(url: string): void {
    const route = this.routeOf(url)
    this.close()
    this.open(route)
  }

  reLaunch(url: string): void {
    const route = this.routeOf(url)
    while (this.pages.length > 0) this.close()
    this.open(route)
  }

  navigateBack(delta: number): void {
    if (this.pages.length <= 1) throw new Error('cannot navigate back at first page.')
    for (let left = delta; left > 0 && this.pages.length > 1; left -= 1) this.close()
    const page = this.top
    if (page === undefined) return
    this.show(page)
    giveBack(this.keyboards.get(page) ?? [])
  }

  /** A share button was pressed: the top page says what it would share. */
  share(): void {
    const page = this.top
    if (page !== undefined) callPage(page, 'onShareAppMessage', { from: 'button' })
  }

  private routeOf(url: string): Route {
    const route = parseRoute(url, this.top?.route.path)
    if (!this.program.pages.includes(route.path)) throw new Error(`page "${route.path}" is not found`)
    return route
  }

  private close(): void {
    const page = this.pages.pop()
    if (page === undefined) return
    callPage(page, 'onUnload')
    page.root.release()
    page.frame.node.remove()
  }

  private open(route: Route, channel = new EventChannel()): void {
    const registry = this.registry
    if (registry === undefined) throw new Error('the program is still being loaded')
    registry.bring(route.path)
    const options = this.frameOptions(route, this.pages.length)
    const frame = createPageFrame(route.path, options, () => this.navigateBack(1))
    this.container.append(frame.node)
    const url = `/${route.path}${route.search === '' ? '' : `?${route.search}`}`
    const root = registry.backend.createRoot('wx-root', registry.space, url)
    const page: OpenPage = { route, root, caller: root.get(), frame }
    this.opened += 1
    describePage(page, channel, this.opened)
    this.pages.push(page)
    const placeholder = element('span')
    frame.page.append(placeholder)
    // glass-easel's own notion of a DOM element is not TypeScript's: the call is the same
    Reflect.apply(root.attach, root, [frame.page, placeholder])
    callPage(page, 'onLoad', route.query)
    this.show(page)
    readyPage(root.getComponent())
    callPage(page, 'onReady')
    this.watchScrolling(page)
  }

  private show(page: OpenPage): void {
    for (const other of this.pages) {
      other.frame.node.classList.toggle('top', other === page)
      this.backend.enableStyleSheet(other.route.path, other.route.path === page.route.path)
    }
    document.title = this.frameOptions(page.route, 0).title
    const search = page.route.search === '' ? '' : `?${page.route.search}`
    history.replaceState(null, '', `#/${page.route.path}${search}`)
    showOrHide(page, 'show')
    this.checkTurning(page)
  }

  /** A browser shows every page as wide as its window; a phone on its side keeps a page upright that does not say that it turns. */
  private checkTurning({ route }: OpenPage): void {
    const { pageOrientation = 'portrait' } = this.windowOf(route)
    if (pageOrientation !== 'portrait' || !liesOnItsSide(window.innerWidth, window.innerHeight)) return
    reportWarning(`${route.path}: without "pageOrientation": "auto" a phone on its side keeps it upright`)
  }

  private watchScrolling(page: OpenPage): void {
    const { scroller } = page.frame
    const distance = this.windowOf(page.route).onReachBottomDistance ?? REACH_BOTTOM_DISTANCE
    let wasLow = false
    const onScroll = (): void => {
      callPage(page, 'onPageScroll', { scrollTop: scroller.scrollTop })
      const isLow = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= distance
      if (isLow && !wasLow) callPage(page, 'onReachBottom')
      wasLow = isLow
    }
    scroller.addEventListener('scroll', onScroll, { passive: true })
  }

  /** app.json's `window` under the page's own JSON, `@name` replaced by the theme's value. */
  private windowOf(route: Route): WindowConfig & { disableScroll?: boolean } {
    const own = this.program.components.find((component) => component.path === route.path)?.config
    const merged = { ...this.program.app.window, ...own }
    const variables = this.program.theme[currentTheme()]
    const resolve = (value: unknown) =>
      typeof value === 'string' && value.startsWith('@') ? (variables[value.slice(1)] ?? value) : value
    return Object.fromEntries(Object.entries(merged).map(([name, value]) => [name, resolve(value)]))
  }

  private frameOptions(route: Route, depth: number): FrameOptions {
    const options = this.windowOf(route)
    return {
      title: options.navigationBarTitleText ?? '',
      custom: options.navigationStyle === 'custom',
      background: options.backgroundColorContent ?? '#ffffff',
      navigationBackground: options.navigationBarBackgroundColor ?? '#000000',
      navigationText: options.navigationBarTextStyle === 'black' ? 'black' : 'white',
      canGoBack: depth > 0,
      scrolls: options.disableScroll !== true,
    }
  }
}
