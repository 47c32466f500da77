import { HttpAgent, type Message } from '@ag-ui/client'
import { type Check, hold, PLACES, type Setting, until } from './checks'
import { type CuttingProxy, type Place, startCuttingProxy } from './cutting-proxy'

/** A picture of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const question = (content: string): Message => ({ id: crypto.randomUUID(), role: 'user', content })

const answersOf = ({ messages }: HttpAgent): string[] =>
  messages.flatMap(({ role, content }) => (role === 'assistant' ? String(content) : []))

function agentAt(address: string, { headers }: Setting, messages: Message[]): HttpAgent {
  return new HttpAgent({
    url: `${address}/api/v1/agui`,
    headers,
    threadId: crypto.randomUUID(),
    initialMessages: messages,
  })
}

async function overProxy(setting: Setting, use: (proxy: CuttingProxy) => Promise<void>): Promise<void> {
  const proxy = await startCuttingProxy(setting.server)
  try {
    await use(proxy)
  } finally {
    await proxy.close()
  }
}

/** Runs until a run comes to its end; gives how often its connection was lost. */
async function runToEnd(agent: HttpAgent, runId: string): Promise<number> {
  for (let lost = 0; ; lost += 1) {
    let isOver = false
    try {
      await agent.runAgent(
        { runId },
        {
          onRunFinishedEvent: () => {
            isOver = true
          },
        },
      )
    } catch {
      continue
    }
    hold('a run that resolves is over', isOver)
    return lost
  }
}

/** What a run is refused with. */
async function refused(agent: HttpAgent): Promise<{ status: unknown; payload: { code: unknown } }> {
  try {
    await agent.runAgent()
  } catch (error) {
    const { status, payload } = Object(error)
    return { status, payload: Object(payload) }
  }
  throw new Error('it was not refused')
}

export const agUiChecks: Check[] = [
  [
    'a run is told whole to the AG-UI client, and the next one of its thread goes on in its session',
    async (setting) => {
      setting.asks(2)
      const agent = agentAt(setting.server, setting, [question('一加一？')])
      const results: unknown[] = []
      const subscriber = {
        onRunFinishedEvent: ({ event }: { event: { result?: unknown } }) => void results.push(event.result),
      }
      await agent.runAgent({}, subscriber)
      agent.addMessage(question('再加一？'))
      await agent.runAgent({}, subscriber)
      hold('two answers', answersOf(agent).join() === [setting.text, setting.text].join(), answersOf(agent))
      const thoughts = agent.messages.filter(({ role }) => role === 'reasoning').map(({ content }) => content)
      hold('two thoughts', thoughts.join() === [setting.reasoning, setting.reasoning].join(), thoughts)
      const [first, second] = results.map((result) => Object(result))
      hold(
        'one session',
        first.session_id === second.session_id && first.answer_id !== second.answer_id,
        results,
      )
    },
  ],
  [
    'wherever its connection is cut, the client throws, and the same run again is the whole answer, once',
    async (setting) => {
      setting.asks(PLACES.length)
      const cutAt = (place: Place) =>
        overProxy(setting, async (proxy) => {
          proxy.cutAt(place)
          const agent = agentAt(proxy.address, setting, [question('一加一？')])
          const lost = await runToEnd(agent, crypto.randomUUID())
          hold(`cut at ${place}`, lost === 1 && answersOf(agent).join() === setting.text, [
            lost,
            answersOf(agent),
          ])
        })
      await Promise.all(PLACES.map(cutAt))
    },
  ],
  [
    'a run that is cut five times is asked once',
    async (setting) =>
      overProxy(setting, async (proxy) => {
        setting.asks()
        proxy.cutAt(...PLACES)
        const agent = agentAt(proxy.address, setting, [question('一加一？')])
        const lost = await runToEnd(agent, crypto.randomUUID())
        hold('whole, once', lost === 5 && answersOf(agent).join() === setting.text, [lost, answersOf(agent)])
      }),
  ],
  [
    'a client that says Last-Event-ID goes on where it was: its verifier takes the rest, and nothing comes twice',
    async (setting) =>
      overProxy(setting, async (proxy) => {
        setting.asks()
        let last = ''
        proxy.cutAt('第10步', '第30步')
        const agent = agentAt(proxy.address, setting, [question('一加一？')])
        agent.fetch = async (url, init) => {
          const response = await fetch(url, {
            ...init,
            headers: { ...init?.headers, ...(last && { 'last-event-id': last }) },
          })
          let rest = ''
          const decoder = new TextDecoder()
          const seen = new TransformStream<Uint8Array, Uint8Array>({
            transform(bytes, controller) {
              const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
              rest = parts.pop() ?? ''
              for (const part of parts) last = /^id: (.*)$/m.exec(part)?.[1] ?? last
              controller.enqueue(bytes)
            },
          })
          return new Response(response.body?.pipeThrough(seen) ?? null, {
            status: response.status,
            headers: response.headers,
          })
        }
        const lost = await runToEnd(agent, crypto.randomUUID())
        hold('whole, once', lost === 2 && answersOf(agent).join() === setting.text, [lost, answersOf(agent)])
      }),
  ],
  [
    'a picture goes along',
    async (setting) => {
      setting.asks()
      const content = [
        { type: 'text' as const, text: '看图' },
        { type: 'image' as const, source: { type: 'data' as const, value: PIXEL, mimeType: 'image/png' } },
      ]
      const agent = agentAt(setting.server, setting, [{ id: crypto.randomUUID(), role: 'user', content }])
      await runToEnd(agent, crypto.randomUUID())
      hold('answered', answersOf(agent).join() === setting.text, answersOf(agent))
    },
  ],
  [
    'a stop ends the run with what was written',
    async (setting) => {
      setting.asks()
      const agent = agentAt(setting.server, setting, [question('一加一？')])
      const runId = crypto.randomUUID()
      let result: unknown
      const running = agent.runAgent(
        { runId },
        {
          onRunFinishedEvent: ({ event }) => {
            result = event.result
          },
        },
      )
      await until(() => (answersOf(agent)[0] ?? '') !== '')
      await fetch(`${setting.server}/api/v1/agui/${runId}/stop`, { method: 'POST', headers: setting.headers })
      await running
      const [written = ''] = answersOf(agent)
      hold('stopped', Object(result).finish_reason === 'stopped' && setting.text.startsWith(written), result)
    },
  ],
  [
    'what is refused is an HTTP status with its code',
    async (setting) => {
      const agent = agentAt(setting.server, { ...setting, headers: {} }, [question('一加一？')])
      const refusal = await refused(agent)
      hold('401', refusal.status === 401 && refusal.payload.code === 'AUTH_ERROR', refusal.payload)
      const empty = await refused(agentAt(setting.server, setting, [question(' ')]))
      hold('400', empty.status === 400 && empty.payload.code === 'BAD_REQUEST', empty.payload)
    },
  ],
]
