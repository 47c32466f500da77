/**
 * Loaded into a measured process before its own code (`node --require`): it tells its parent what the process has used, and
 * nothing of the measured code has to know of it.
 */
const { subscribe } = require('node:diagnostics_channel')
const { monitorEventLoopDelay } = require('node:perf_hooks')

const sockets = new Set()
let closedBytes = 0
subscribe('net.server.socket', ({ socket }) => {
  sockets.add(socket)
  socket.on('close', () => {
    closedBytes += socket.bytesWritten
    sockets.delete(socket)
  })
})

const delay = monitorEventLoopDelay({ resolution: 1 })

const answers = {
  /** Microseconds of CPU, and bytes written to clients, since the process began. */
  used() {
    const { user, system } = process.cpuUsage()
    const bytes = [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, closedBytes)
    return { cpu: user + system, bytes }
  },
  /** Bytes after everything that can be freed is. */
  memory() {
    for (let round = 0; round < 3; round++) global.gc()
    const { rss, heapUsed, external } = process.memoryUsage()
    return { rss, heap: heapUsed + external }
  },
  watch() {
    delay.enable()
    delay.reset()
    return {}
  },
  /** Milliseconds of the longest block since `watch`. */
  block() {
    delay.disable()
    return { block: delay.max / 1e6 }
  },
}

process.on('message', ({ probe, id }) => {
  if (answers[probe]) process.send({ probed: id, ...answers[probe]() })
})
