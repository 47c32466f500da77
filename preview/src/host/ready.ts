import type * as glassEasel from 'glass-easel'

/** glass-easel leaves `ready` to its host: children before parents, and later arrivals once they are attached. */
const isReady = new WeakSet<object>()

function markReady(component: glassEasel.GeneralComponent): void {
  if (isReady.has(component)) return
  isReady.add(component)
  component.triggerLifetime('ready', [])
}

function visit(node: glassEasel.Node): void {
  const element = node.asElement()
  if (element === null) return
  for (const child of element.childNodes) visit(child)
  const component = element.asGeneralComponent()
  const shadow = component?.getShadowRoot()
  if (component === null || !shadow) return
  for (const child of shadow.childNodes) visit(child)
  markReady(component)
}

/** Fires `ready` through a page's tree, once it has been attached. */
export function readyPage(root: glassEasel.GeneralComponent): void {
  visit(root)
}

function pageOf(component: glassEasel.GeneralComponent): glassEasel.GeneralComponent {
  let current = component
  for (let owner = current.ownerShadowRoot; owner !== null; owner = current.ownerShadowRoot) {
    current = owner.getHostNode()
  }
  return current
}

/** To be called when a component is attached: fires its `ready` if its page is ready already. */
export function readyLater(component: glassEasel.GeneralComponent): void {
  if (!isReady.has(pageOf(component))) return
  queueMicrotask(() => markReady(component))
}
