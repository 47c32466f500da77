/** What a message of a server means to a reader. */
export type Heard =
  | { type: 'accepted' | 'ended' | 'other' }
  | { type: 'content'; text: string }
  /** The server wants to hear this. */
  | { type: 'reply'; message: string }
  | { type: 'refused'; why: string }

/** How to talk to a server over a WebSocket. */
export interface Tongue {
  /** After the host and port. */
  path: string
  /** What is sent when the socket is open; missing where the server speaks first. */
  opening?: (question: string) => string
  hear(message: string, question: string): Heard
}

interface Frame {
  type: string
  content?: string
  code?: string
}

function heardOf({ type, content = '', code }: Frame): Heard {
  if (type === 'content') return { type: 'content', text: content }
  if (type === 'accepted') return { type: 'accepted' }
  if (type === 'error') return { type: 'refused', why: code ?? '?' }
  return { type: type === 'done' ? 'ended' : 'other' }
}

/** The contenders over bare `ws`. */
export const bareTongue: Tongue = {
  path: '/',
  opening: (question) => JSON.stringify({ question }),
  hear: (message) => heardOf(JSON.parse(message)),
}

/** socket.io's own protocol, version 4 of Engine.IO. */
export const socketIoTongue: Tongue = {
  path: '/socket.io/?EIO=4&transport=websocket',
  hear(message, question) {
    if (message.startsWith('0')) return { type: 'reply', message: '40' }
    if (message.startsWith('40')) return { type: 'reply', message: `42${JSON.stringify(['ask', question])}` }
    if (message === '2') return { type: 'reply', message: '3' }
    if (!message.startsWith('42')) return { type: 'other' }
    const [type, value]: [string, Partial<Frame>?] = JSON.parse(message.slice(2))
    return heardOf({ ...value, type })
  },
}

/** Ours (docs/protocol.md), each question by the next of these users. */
export function ourTongue(tokens: readonly string[]): Tongue {
  let next = 0
  return {
    path: '/api/v1/learning/ws/ask',
    opening: (content) => {
      next += 1
      const token = tokens[next % tokens.length] ?? ''
      return JSON.stringify({
        token,
        request_id: `bench-${next}`,
        params: { content, include_history: false },
      })
    },
    hear: (message) => heardOf(JSON.parse(message)),
  }
}

/** Ours, coming back to an answer. */
export function resumeTongue(token: string, requestId: string): Tongue {
  return {
    ...ourTongue([token]),
    opening: () => JSON.stringify({ type: 'resume', token, request_id: requestId, after_seq: 0 }),
  }
}
