import type * as glassEasel from 'glass-easel'
import { domOf } from './backend'
import { isRecord } from './browser'
import { currentNodeOf, nodeBehind } from './events'

/** What generated template code calls: WXS `change:` observers and event handlers. */
export interface WxsRuntime {
  constructorName(value: unknown): string | undefined
  change(handler: unknown): (newValue: unknown, oldValue: unknown, host: unknown, node: unknown) => void
  event(caller: object, event: object, handler: unknown, level: unknown): unknown
  /** What a WXS file exports: it is known again where a template chooses between it and nothing (`{{off || swipe.drag}}`). */
  script(exported: unknown): void
}

const scripts = new WeakSet<object>()

type Descriptor = ReturnType<typeof createDescriptor>
const descriptors = new WeakMap<glassEasel.Element, Descriptor>()

const styleText = (style: unknown): string =>
  isRecord(style)
    ? Object.entries(style)
        .map(([name, value]) => `${name}:${String(value)}`)
        .join(';')
    : String(style)

const componentOf = (node: glassEasel.Element): glassEasel.GeneralComponent | null =>
  node.asGeneralComponent()

/** A WXS ComponentDescriptor: what WXS code may do with a node. */
function createDescriptor(node: glassEasel.Element) {
  const state = {}
  const select = (selector: string) => componentOf(node)?.getShadowRoot()?.querySelector(selector)
  const selectAll = (selector: string) => componentOf(node)?.getShadowRoot()?.querySelectorAll(selector) ?? []
  return {
    selectComponent: (selector: string) => descriptorOf(select(selector)),
    selectAllComponents: (selector: string) => selectAll(selector).map((found) => descriptorOf(found)),
    setStyle: (style: unknown) => domOf(node)?.setAttribute('style', styleText(style)),
    addClass: (name: string) => node.classList?.toggle(name, true),
    removeClass: (name: string) => node.classList?.toggle(name, false),
    hasClass: (name: string) => node.classList?.contains(name) ?? false,
    getDataset: () => node.dataset,
    getState: () => state,
    callMethod: (name: string, argument: unknown) => {
      const caller: unknown = componentOf(node)?.getMethodCaller()
      if (typeof caller !== 'object' || caller === null) return
      const method: unknown = Reflect.get(caller, name)
      if (typeof method === 'function') method.call(caller, argument)
    },
    triggerEvent: (name: string, detail: unknown) => node.triggerEvent(name, detail),
    requestAnimationFrame: (callback: () => void) => requestAnimationFrame(callback),
    setTimeout: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
    clearTimeout: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
    getBoundingClientRect: (): unknown => domOf(node)?.getBoundingClientRect().toJSON(),
    getComputedStyle: (names: string[]) => {
      const dom = domOf(node)
      const style = dom === undefined ? undefined : getComputedStyle(dom)
      const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      return Object.fromEntries(names.map((name) => [name, style?.getPropertyValue(kebab(name)) ?? '']))
    },
  }
}

function descriptorOf(value: unknown): Descriptor | null {
  const node = nodeBehind(value)
  if (node === undefined) return null
  const known = descriptors.get(node)
  if (known !== undefined) return known
  const created = createDescriptor(node)
  descriptors.set(node, created)
  return created
}

/** WXS's own globals. */
export const getRegExp = (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags)
export const getDate = (...parts: unknown[]): Date => Reflect.construct(Date, parts)

export const wxsRuntime: WxsRuntime = {
  constructorName: (value) =>
    value === null || value === undefined ? undefined : Object.prototype.toString.call(value).slice(8, -1),
  change: (handler) => (newValue, oldValue, host, node) => {
    if (typeof handler !== 'function') return
    queueMicrotask(() => handler(newValue, oldValue, descriptorOf(host), descriptorOf(node)))
  },
  event: (caller, event, handler, level) => {
    if (typeof handler !== 'function') return undefined
    const isWxs = scripts.has(handler) || (Array.isArray(level) && level[0] !== 0)
    if (!isWxs) return handler.call(caller, event)
    const wxsEvent: object = Object.create(event)
    Object.assign(wxsEvent, { instance: descriptorOf(currentNodeOf(event)) })
    return handler.call(null, wxsEvent, descriptorOf(caller))
  },
  script: (exported) => {
    if (!isRecord(exported)) return
    for (const value of Object.values(exported)) if (typeof value === 'function') scripts.add(value)
  },
}
