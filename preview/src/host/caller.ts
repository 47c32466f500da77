import { component } from 'glass-easel-miniprogram-adapter'
import { isRecord } from './browser'
import { whenDrawn } from './drawn'
import { isLibrary, reportLossy } from './reports'
import { findLosses, SET_DATA_LIMIT, serialisePatch } from './set-data'

const callerPath = (caller: unknown): string =>
  typeof caller === 'object' && caller !== null && 'is' in caller ? String(caller.is) : ''

/** setData as on a phone: serialised, and a value that is lost there is reported and lost here too. */
function serialiseSetData(prototype: object): void {
  const original: unknown = Reflect.get(prototype, 'setData')
  if (typeof original !== 'function') throw new Error('glass-easel has no setData')
  const setData = function (this: unknown, patch: unknown, callback?: unknown): unknown {
    const path = callerPath(this)
    if (!isRecord(patch) || isLibrary(path)) return original.call(this, patch, callback)
    for (const loss of findLosses(patch)) {
      reportLossy(`[setData] ${path}: ${loss}; a phone serialises the data and loses it`)
    }
    const serialised = serialisePatch(patch)
    if (serialised.bytes > SET_DATA_LIMIT) {
      reportLossy(`[setData] ${path}: ${serialised.bytes} bytes in one call; a phone takes ${SET_DATA_LIMIT}`)
    }
    return original.call(this, serialised.patch, callback)
  }
  Object.defineProperty(prototype, 'setData', { value: setData, configurable: true, writable: true })
}

/** Methods of WeChat's components that glass-easel's adapter lacks. */
function addMissingMethods(prototype: object): void {
  const finish = (milliseconds: number, callback: unknown) => {
    if (typeof callback === 'function') setTimeout(() => callback(), milliseconds)
  }
  const missing = {
    animate: (_selector: string, _frames: unknown, duration: number, callback?: unknown) =>
      finish(duration, callback),
    clearAnimation: (_selector: string, _options: unknown, callback?: unknown) => finish(0, callback),
    getTabBar: () => undefined,
    setUpdatePerformanceListener: () => undefined,
  }
  for (const [name, value] of Object.entries(missing)) {
    if (!(name in prototype))
      Object.defineProperty(prototype, name, { value, configurable: true, writable: true })
  }
  Object.defineProperty(prototype, '__data__', {
    configurable: true,
    get(this: { data: unknown }) {
      return this.data
    },
  })
}

/** A query that asks for nothing yet. */
function queryOf(prototype: object): { select(selector: string): unknown } {
  const create: unknown = Reflect.get(prototype, 'createSelectorQuery')
  if (typeof create !== 'function') throw new Error('glass-easel has no selector query')
  return create.call({})
}

function prototypeOf(value: unknown): object {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (typeof prototype !== 'object' || prototype === null)
    throw new Error('glass-easel has no selector query')
  return prototype
}

/** A phone's view answers a query once it has drawn. Answered at once, it would be laid out in the middle of its change. */
function answerQueriesLater(prototype: object): void {
  const query = prototypeOf(queryOf(prototype))
  const original: unknown = Reflect.get(query, 'exec')
  if (typeof original !== 'function') throw new Error('glass-easel has no selector query')
  const exec = function (this: unknown, callback?: unknown): void {
    whenDrawn(() => original.call(this, callback))
  }
  Object.defineProperty(query, 'exec', { value: exec, configurable: true })
}

/** `SelectorQuery…node()`: the canvas of a canvas, else the element. */
function addNodeQuery(prototype: object): void {
  const reference = prototypeOf(queryOf(prototype).select('view'))
  const node = function (this: { fields: unknown }, callback?: (result: unknown) => void): unknown {
    if (typeof this.fields !== 'function') return undefined
    return this.fields({ context: true }, (result: unknown) => {
      const context = isRecord(result) ? result.context : undefined
      const canvas = context instanceof Element ? context.querySelector('canvas') : null
      if (isRecord(result))
        Object.assign(result, { node: canvas ?? context, nodeCanvasType: canvas === null ? '' : '2d' })
      callback?.(result)
    })
  }
  Object.defineProperty(reference, 'node', { value: node, configurable: true })
}

/** Brings every component's `this` to what a phone offers. */
export function completeMethodCaller(): void {
  const prototype: object = component.ComponentCaller.prototype
  serialiseSetData(prototype)
  addMissingMethods(prototype)
  answerQueriesLater(prototype)
  addNodeQuery(prototype)
}
