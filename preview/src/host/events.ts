import * as glassEasel from 'glass-easel'
import { domOf } from './backend'
import { touchesOf } from './touch'

/** What mini-program code sees of an event's node. */
interface EventNode {
  id: string
  dataset: Record<string, unknown>
  offsetLeft: number
  offsetTop: number
}

/** A method caller keeps its component under `_$`; other nodes stand for themselves. */
export function nodeBehind(caller: unknown): glassEasel.Element | undefined {
  if (typeof caller !== 'object' || caller === null) return undefined
  const node: unknown = '_$' in caller ? caller._$ : caller
  return glassEasel.Element.isElement(node) ? node : undefined
}

/** Its place is looked up when somebody asks for it: that makes the browser lay out the whole page, in the middle of its change. */
function describe(caller: unknown): EventNode {
  const node = nodeBehind(caller)
  const dom = domOf(node)
  return {
    id: node?.id ?? '',
    dataset: node?.dataset ?? {},
    get offsetLeft() {
      return dom?.offsetLeft ?? 0
    },
    get offsetTop() {
      return dom?.offsetTop ?? 0
    },
  }
}

const currentNodes = new WeakMap<object, glassEasel.Element>()

/** The node whose listener gets this event: WXS handlers ask for it. */
export const currentNodeOf = (event: object): glassEasel.Element | undefined => currentNodes.get(event)

/** Gives listeners WeChat's event object: plain target and currentTarget, touches, mark. */
export function useWeChatEvents(): void {
  const wrap = function (
    this: glassEasel.Event<unknown>,
    target: unknown,
    mark: Record<string, unknown> | null,
    current: unknown,
  ): object {
    const event: object = Object.create(this)
    const fields: Record<string, unknown> = {
      type: this.type,
      timeStamp: this.timeStamp,
      target: describe(target),
      currentTarget: describe(current),
      mark: mark ?? {},
      detail: this.detail,
      ...touchesOf(this.getOriginalEvent()),
    }
    for (const [name, value] of Object.entries(fields)) {
      Object.defineProperty(event, name, { value, enumerable: true, writable: true, configurable: true })
    }
    const node = nodeBehind(current)
    if (node !== undefined) currentNodes.set(event, node)
    return event
  }
  Object.assign(glassEasel.Event.prototype, { wrapShadowedEvent: wrap })
}
