import type { Cancel } from './ports'
import { optional } from './wx-host'

/** A key that was pressed. `name` as in `KeyboardEvent.key`. */
export interface Key {
  name: string
  /** Together with Shift. */
  shift: boolean
}

/**
 * Listens to the keyboard of a PC, base library 3.6.0 and newer; other hosts tell of no key, and none tells while a field is
 * written in.
 */
export function onKey(listener: (key: Key) => void): Cancel {
  // Documented as a text, and a boolean in the Web's rules that it follows.
  const heard = ({ key, shiftKey }: { key: string; shiftKey: unknown }) =>
    listener({ name: key, shift: String(shiftKey) === 'true' })
  optional((wx) => wx.onKeyDown?.(heard))
  return () => optional((wx) => wx.offKeyDown?.(heard))
}
