import * as glassEasel from 'glass-easel'
import { domOf, registerBuiltInTag } from '../backend'
import { reachByKeyboard } from '../keyboard'
import { choices } from './choice'
import { type ControlActions, controls } from './controls'
import {
  asText,
  type Behaviour,
  type BuiltIn,
  type Component,
  type Definition,
  type PropertyType,
} from './definition'
import { input, textarea } from './field'
import { watchHover } from './hover'
import { image } from './image'
import { picker } from './picker'
import { richText } from './rich-text'
import { scrollView } from './scroll-view'
import { simple } from './simple'
import { swiper } from './swiper'

/** What every built-in component has. */
const COMMON: Record<string, PropertyType> = {
  hidden: Boolean,
  disabled: Boolean,
  hoverClass: String,
  hoverStartTime: { type: Number, value: 50 },
  hoverStayTime: { type: Number, value: 400 },
  hoverStopPropagation: Boolean,
  animation: null,
  tabindex: null,
}

/** aria-… of WXML, to the host element. */
const ARIA =
  `ariaRole ariaLabel ariaHidden ariaLabelledby ariaDescribedby ariaBusy ariaDisabled ariaChecked ariaLive
  ariaAtomic ariaModal ariaExpanded ariaSelected ariaPressed ariaValuenow ariaValuemin ariaValuemax ariaLevel
  ariaCurrent`.split(/\s+/)

const isUnset = (value: unknown): boolean =>
  value === '' || value === null || value === undefined || value === false

function updateCommon(node: HTMLElement, name: string, value: unknown): void {
  if (name === 'hidden') node.toggleAttribute('hidden', Boolean(value))
  if (!name.startsWith('aria')) return
  const attribute = name === 'ariaRole' ? 'role' : `aria-${name.slice(4).toLowerCase()}`
  if (value === null || value === undefined || value === '') node.removeAttribute(attribute)
  else node.setAttribute(attribute, asText(value))
}

interface Live {
  self: BuiltIn
  behaviour: Behaviour
}

const live = new WeakMap<Component, Live>()

function createLive(component: Component, definition: Definition, names: readonly string[]): void {
  const node = domOf(component)
  if (node === undefined) return
  const self: BuiltIn = {
    component,
    node,
    get: (name) => component.data[name],
    set: (name, value) => component.setData({ [name]: value }),
    emit: (name, detail = {}) => component.triggerEvent(name, detail, { bubbles: false, composed: false }),
  }
  const behaviour = definition.create?.(self) ?? {}
  live.set(component, { self, behaviour })
  watchHover(self)
  for (const name of names) if (!isUnset(component.data[name])) update(component, name)
}

function update(component: Component, name: string): void {
  const entry = live.get(component)
  if (entry === undefined) return
  const value: unknown = component.data[name]
  updateCommon(entry.self.node, name, value)
  if (name === 'ariaRole' || name === 'tabindex')
    reachByKeyboard(entry.self.node, asText(component.data.ariaRole), component.data.tabindex)
  entry.behaviour.update?.(name, value)
}

const EMPTY_TEMPLATE = { content: () => () => ({ C: () => undefined, B: {} }) }

function define(space: glassEasel.ComponentSpace, name: string, definition: Definition): void {
  const aria = Object.fromEntries(ARIA.map((property) => [property, null]))
  const types = { ...COMMON, ...aria, ...definition.properties }
  const names = Object.keys(types)
  const componentOf = (self: unknown): Component | undefined =>
    glassEasel.Component.isComponent(self) ? self : undefined
  const withComponent = (then: (component: Component) => void) =>
    function (this: unknown): void {
      const component = componentOf(this)
      if (component !== undefined) then(component)
    }
  const properties = Object.fromEntries(
    Object.entries(types).map(([property, type]) => {
      const base = type !== null && typeof type === 'object' ? type : { type }
      return [property, { ...base, observer: withComponent((component) => update(component, property)) }]
    }),
  )
  const lifetimes = {
    created: withComponent((component) => createLive(component, definition, names)),
    attached: withComponent((component) => live.get(component)?.behaviour.attached?.()),
    detached: withComponent((component) => live.get(component)?.behaviour.detached?.()),
  }
  const template = definition.leaf === true ? { template: EMPTY_TEMPLATE } : {}
  const compiled = space.defineComponent({
    is: `wx://${name}`,
    properties,
    lifetimes,
    options: { virtualHost: false },
    ...template,
  })
  space.setGlobalUsingComponent(name, compiled.general())
}

/** Registers WeChat's built-in components for every component of the space. */
export function registerBuiltIns(space: glassEasel.ComponentSpace, actions: ControlActions): void {
  const definitions: Record<string, Definition> = {
    ...simple,
    ...choices,
    ...controls(actions),
    image,
    input,
    textarea,
    picker,
    swiper,
    'scroll-view': scrollView,
    'rich-text': richText,
  }
  for (const [name, definition] of Object.entries(definitions)) {
    registerBuiltInTag(name)
    define(space, name, definition)
  }
}
