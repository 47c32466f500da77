import type { SimulatedTime } from './clock'
import type { Network } from './network'
import type { Phone } from './phone'
import type { Fault } from './schedule'

/** The machine behind the network, as faults act on it. */
export interface Machine {
  /** By how much its date is ahead of the time, milliseconds. */
  dateAhead: number
  /** As `kill -9`; it is started again. */
  kill(downtime: number): void
  /** As SIGTERM: it may finish, then it ends, and is started again. */
  terminate(patience: number, downtime: number): void
  /** Its database refuses so many of the next writes. */
  refuseSaves(times: number): void
}

interface World {
  time: SimulatedTime
  network: Network
  phone: Phone
  server: Machine
}

/** Has it go wrong, now. */
export function strike(fault: Fault, { time, network, phone, server }: World): void {
  switch (fault.kind) {
    case 'cut':
      network.cut(fault.variant)
      break
    case 'half_open':
      network.goHalfOpen()
      break
    case 'stall':
      network.stalledUntil = Math.max(network.stalledUntil, time.now() + fault.duration)
      break
    case 'slow':
      network.slowDown(fault.latency)
      break
    case 'refuse':
      network.refusals += fault.attempts
      break
    case 'stalled_connects':
      network.connectsStalledUntil = Math.max(network.connectsStalledUntil, time.now() + fault.duration)
      break
    case 'no_websocket':
      network.websocketBlocked = true
      network.cut(0)
      break
    case 'no_network':
      leaveNetwork(fault, { time, network, phone })
      break
    case 'other_network':
      network.goHalfOpen()
      phone.networkChanged(true)
      break
    case 'flapping':
      flap(time.now() + fault.duration, { time, phone })
      break
    case 'doubled':
      network.doubledUntil = Math.max(network.doubledUntil, time.now() + fault.duration)
      break
    case 'swallowed':
      network.swallowedUntil = Math.max(network.swallowedUntil, time.now() + fault.duration)
      break
    case 'short_lived':
      network.shortLivedUntil = Math.max(network.shortLivedUntil, time.now() + fault.duration)
      break
    case 'background':
      phone.hide(fault.duration, fault.timersFirst)
      break
    case 'program_killed':
      phone.kill(fault.duration)
      break
    case 'server_killed':
      server.kill(fault.duration)
      break
    case 'server_restarted':
      server.terminate(fault.patience, fault.duration)
      break
    case 'date_jumps':
      if (fault.side === 'phone') phone.dateAhead += fault.by
      else server.dateAhead += fault.by
      break
    case 'save_fails':
      server.refuseSaves(fault.times)
      break
  }
}

function leaveNetwork(
  { announced, duration }: Extract<Fault, { kind: 'no_network' }>,
  { time, network, phone }: Omit<World, 'server'>,
): void {
  network.phoneConnected = false
  network.goHalfOpen()
  if (announced) phone.networkChanged(false)
  time.after(duration, () => {
    network.phoneConnected = true
    phone.networkChanged(true)
  })
}

/** What was open stays so: only the phone's word on its network changes. */
function flap(until: number, { time, phone }: Pick<World, 'time' | 'phone'>): void {
  if (time.now() >= until) return
  phone.networkChanged(false)
  time.after(250, () => phone.networkChanged(true))
  time.after(500, () => flap(until, { time, phone }))
}
