import type * as glassEasel from 'glass-easel'

/** A property's type, or a type with its default; null takes any value. */
export type PropertyType =
  | StringConstructor
  | NumberConstructor
  | BooleanConstructor
  | null
  | {
      type: StringConstructor | NumberConstructor | BooleanConstructor | null
      value: string | number | boolean
    }

export type Component = glassEasel.GeneralComponent

/** What a definition's functions get: the component and its host element `<wx-…>`. */
export interface BuiltIn {
  component: Component
  node: HTMLElement
  /** A property's present value. */
  get(name: string): unknown
  /** Triggers one of the component's own events; built-in events do not bubble. */
  emit(name: string, detail?: Record<string, unknown>): void
  /** Takes over a value that the user changed, as the native element does. */
  set(name: string, value: unknown): void
}

/** What a built-in component does once it exists. */
export interface Behaviour {
  attached?(): void
  detached?(): void
  /** A property has a new value; called for every property that is set when the element is created. */
  update?(name: string, value: unknown): void
}

/** A built-in component: its properties, and what makes the element live. */
export interface Definition {
  properties?: Record<string, PropertyType>
  /** No slot: the element's content is its own. */
  leaf?: boolean
  create?(self: BuiltIn): Behaviour
}

/** A definition that is only an element. */
export const plain = (...names: string[]): Definition => ({
  properties: Object.fromEntries(names.map((name) => [name, null])),
})

export const asText = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
