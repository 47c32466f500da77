import type { SocketFactory, SocketHandlers } from '../../miniprogram/platform/ports'
import { BoundedSockets } from '../../miniprogram/stream/bounded-sockets'
import { ManualClock } from '../support/manual-clock'

const TIMEOUT = 15_000

/** Sockets over a host that answers when the test says so, and how many the host was asked for. */
function bounded() {
  const clock = new ManualClock()
  const begun: SocketHandlers[] = []
  const host: SocketFactory = { connect: (_url, _timeout, handlers) => void begun.push(handlers) }
  const sockets = new BoundedSockets(host, clock)
  const told: string[] = []
  const connect = () =>
    sockets.connect('ws://tutor.test', TIMEOUT, {
      opened: () => told.push('opened'),
      message: () => undefined,
      closed: () => told.push('closed'),
      full: () => told.push('full'),
    })
  return { clock, begun, told, connect }
}

describe('Sockets that are being opened', () => {
  test('are four at once; one that the host has given up by now counts no more, from its last millisecond on', () => {
    const { clock, begun, told, connect } = bounded()
    for (let at = 0; at < 5; at += 1) connect()
    expect([begun.length, told]).toEqual([4, ['full']])
    clock.advance(TIMEOUT - 1)
    connect()
    expect([begun.length, told]).toEqual([4, ['full', 'full']])
    clock.advance(1)
    connect()
    expect([begun.length, told]).toEqual([5, ['full', 'full']])
  })

  test('make room where they open or fail, up to five that are open or being opened', () => {
    const { begun, told, connect } = bounded()
    const socket = { send: () => undefined, close: () => undefined }
    for (let at = 0; at < 4; at += 1) connect()
    begun[0]?.opened(socket)
    connect()
    connect()
    expect([begun.length, told]).toEqual([5, ['opened', 'full']])
    begun[1]?.closed('no way')
    connect()
    expect([begun.length, told]).toEqual([6, ['opened', 'full', 'closed']])
  })
})
