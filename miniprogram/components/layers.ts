import type { Cancel } from '../platform/ports'
import { onKey } from '../platform/wx-keys'

interface Layer {
  readonly owner: object
  readonly close: () => void
}

/** What lies over the page, the last one on top. */
let layers: readonly Layer[] = []
let stopListening: Cancel | undefined

/** A component's layer is open, or is not any more: on a PC, Escape closes the one on top, by `close`. */
export function layerIs(open: boolean, owner: object, close: () => void): void {
  const others = layers.filter((layer) => layer.owner !== owner)
  layers = open ? [...others, { owner, close }] : others
  if (layers.length === 0) {
    stopListening?.()
    stopListening = undefined
  } else {
    stopListening ??= onKey(({ name }) => {
      if (name === 'Escape') layers[layers.length - 1]?.close()
    })
  }
}
