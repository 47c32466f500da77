/** Listeners of one event. */
export interface Emitter<T> {
  on(listener: (value: T) => void): void
  /** Without a listener all are taken off, as WeChat's `off…` calls do. */
  off(listener?: (value: T) => void): void
  emit(value: T): void
}

/** Listeners are called in the order in which they came; one that throws is reported and stops no other. */
export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    on: (listener) => {
      listeners.add(listener)
    },
    off: (listener) => {
      if (listener === undefined) listeners.clear()
      else listeners.delete(listener)
    },
    emit: (value) => {
      for (const listener of [...listeners]) {
        try {
          listener(value)
        } catch (error) {
          reportError(error)
        }
      }
    },
  }
}
