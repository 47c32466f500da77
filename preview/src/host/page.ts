import type { Root } from 'glass-easel-miniprogram-adapter'
import type { EventChannel } from './event-channel'
import type { PageFrame } from './page-frame'
import { reportProgramError } from './reports'
import type { Route } from './route'

/** One page on the stack. */
export interface OpenPage {
  route: Route
  root: Root
  /** The page's `this`. */
  caller: object
  frame: PageFrame
}

/** Calls a page's method, if it has it; what it throws is reported, as in WeChat, and stops nothing. */
export function callPage(page: OpenPage, method: string, ...parameters: unknown[]): unknown {
  const found: unknown = Reflect.get(page.caller, method)
  if (typeof found !== 'function') return undefined
  try {
    const result: unknown = found.apply(page.caller, parameters)
    if (result instanceof Promise) {
      result.catch((error: unknown) => reportProgramError(error, `${page.route.path}.${method}`))
    }
    return result
  } catch (error) {
    reportProgramError(error, `${page.route.path}.${method}`)
    return undefined
  }
}

/** onShow or onHide, and the components' pageLifetimes. */
export function showOrHide(page: OpenPage, what: 'show' | 'hide'): void {
  callPage(page, what === 'show' ? 'onShow' : 'onHide')
  page.root.getComponent().triggerPageLifetime(what, [])
}

/** Fields that WeChat sets on a page. */
export function describePage(page: OpenPage, channel: EventChannel, number: number): void {
  Object.assign(page.caller, {
    route: page.route.path,
    __route__: page.route.path,
    options: page.route.query,
    getOpenerEventChannel: () => channel,
    getPageId: () => `page_${number}`,
  })
}
