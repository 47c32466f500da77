import { wxChunkedRequests } from '../../miniprogram/platform/wx-chunked-request'
import { wxLifecycle } from '../../miniprogram/platform/wx-lifecycle'
import { wxSockets } from '../../miniprogram/platform/wx-socket'
import { createAnswerStream } from '../../miniprogram/stream/answer-stream'
import type { Backend } from '../../miniprogram/stream/backend'
import { BoundedSockets } from '../../miniprogram/stream/bounded-sockets'
import { TransportChoice } from '../../miniprogram/stream/transport'
import { ClientKeepers } from '../../packages/answer-stream/src/client-keepers'
import { type Install, silentLogger } from './program-run'

/** Somebody else's mini-program, that asks by `wuhao-answer-stream`. `backend`: with what is sent along with every request. */
export function foreignProgram(backend: (headers: Record<string, string>) => Backend): Install {
  return ({ store, clock, random, tellStop }) => {
    const shared = { clock, lifecycle: wxLifecycle, logger: silentLogger }
    const { capabilities } = backend({})
    const keepers = new ClientKeepers(backend({}), {
      ...shared,
      storage: store,
      followers: new Map(),
      tellStop,
    })
    // Before anything is flushed: a stop that is told may end an answer that was left.
    const unfinished = keepers.unfinished()
    const { stops, keeper } = keepers
    const deps = {
      ...shared,
      sockets: new BoundedSockets(wxSockets, clock),
      chunked: wxChunkedRequests,
      transports: new TransportChoice(),
      random,
      keeper,
      stops,
    }
    return {
      unfinished: () => unfinished,
      forgets: capabilities.resumable === false || !capabilities.idempotent,
      begin({ requestId, content }, listen, left) {
        const options = { requestId, ...(left === undefined ? {} : { after: left.after, text: left.text }) }
        // A completion is known by nothing else.
        const asked = backend({ 'x-request-id': requestId })
        return createAnswerStream(deps, asked, left?.input ?? { content }, listen, options)
      },
    }
  }
}
