import type { Cancel, Lifecycle } from '../platform/ports'
import type { Signal } from './states'

/** Signals what of the phone concerns an answer under way: whether its program is seen, and its network. */
export function followHost(lifecycle: Lifecycle, signal: (signal: Signal) => void): Cancel {
  const cancels = [
    lifecycle.onHide(() => signal('hidden')),
    lifecycle.onShow(() => signal('shown')),
    lifecycle.onNetworkChange((change) => {
      if (change === 'returned') signal('network_returned')
      else if (change === 'recovered') signal('network_recovered')
    }),
  ]
  return () => {
    for (const cancel of cancels) cancel()
  }
}
