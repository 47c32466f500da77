import type * as glassEasel from 'glass-easel'
import type { Component } from './definition'

/** The built-in's name behind a component, or its path. */
export const nameOf = (component: Component): string => component.is.replace(/^wx:\/\//, '')

/** The nearest built-in component above, in any component: a form may be several components up. */
export function findAbove(start: Component, name: string): Component | undefined {
  for (let node = start.getComposedParent(); node !== null; node = node.getComposedParent()) {
    const component = node.asGeneralComponent()
    if (component !== null && nameOf(component) === name) return component
  }
  return undefined
}

/** All built-in components with one of the names, below `start` as it is composed. */
export function findBelow(start: glassEasel.Element, names: readonly string[]): Component[] {
  const found: Component[] = []
  start.forEachComposedChild((child) => {
    const element = child.asElement()
    if (element === null) return
    const component = element.asGeneralComponent()
    if (component !== null && names.includes(nameOf(component))) found.push(component)
    found.push(...findBelow(element, names))
  })
  return found
}
