import type { Cancel } from '../platform/ports'
import { onKey } from '../platform/wx-keys'
import type { Told } from './event-data'

interface Layer {
  readonly owner: object
  readonly close: () => void
}

/** What lies over the page, the last one on top. */
let layers: readonly Layer[] = []
let stopListening: Cancel | undefined

/** Something lies over the page: on a PC, Escape closes what is on top, by `close`. */
export function layerOpened(owner: object, close: () => void): void {
  layerClosed(owner)
  layers = [...layers, { owner, close }]
  stopListening ??= onKey(({ name }) => {
    if (name === 'Escape') layers[layers.length - 1]?.close()
  })
}

/** It does not any more; nothing happens where it did not. */
export function layerClosed(owner: object): void {
  layers = layers.filter((layer) => layer.owner !== owner)
  if (layers.length > 0) return
  stopListening?.()
  stopListening = undefined
}

/**
 * The behavior of a component or page that lays sheets or dialogs over the page: one is open while the data's `field` is not `shut`.
 * Whatever closes it unasked, a tap beside it or a key, calls `onClose`; whose closing means more has an `onClose` of its own.
 */
export function layer(field: string, shut: false | '' = false) {
  return Behavior({
    observers: {
      [field](value: unknown) {
        if (value === shut) layerClosed(this)
        else layerOpened(this, () => this.onClose())
      },
    },
    lifetimes: {
      detached() {
        layerClosed(this)
      },
    },
    methods: {
      onClose() {
        this.setData({ [field]: shut })
      },
      /** Of `t-popup`, which closes itself by a tap beside it. */
      onVisibleChange(event: Told<{ visible: boolean }>) {
        if (!event.detail.visible) this.onClose()
      },
    },
  })
}
