import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { LoginResult } from '../../../typings/protocol'
import { AskClient } from '../http/ask-client'
import { type ServerProcess, startServerProcess } from '../http/server-process'

// Whole processes are started here, which takes its time on a busy machine.
jest.setTimeout(60_000)

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = '00f067aa0ba902b7'

const attributeSchema = v.object({ key: v.string(), value: v.record(v.string(), v.unknown()) })
const spanSchema = v.object({
  name: v.string(),
  traceId: v.string(),
  spanId: v.string(),
  parentSpanId: v.optional(v.string()),
  attributes: v.optional(v.array(attributeSchema), []),
  status: v.optional(v.object({ code: v.optional(v.number()) })),
})
const exportSchema = v.object({
  resourceSpans: v.array(
    v.object({
      resource: v.object({ attributes: v.array(attributeSchema) }),
      scopeSpans: v.array(v.object({ spans: v.array(spanSchema) })),
    }),
  ),
})
type Received = v.InferOutput<typeof spanSchema>

/** Where spans go: a real receiver of OTLP over HTTP, and all that it was sent. */
let collector: Server
let bodies: string[]
let folder: string
let server: ServerProcess | undefined

beforeEach(async () => {
  bodies = []
  collector = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.url === '/v1/traces') bodies.push(Buffer.concat(parts).toString())
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  folder = await mkdtemp(join(tmpdir(), 'tutor-telemetry-'))
})

afterEach(async () => {
  server?.child.kill('SIGKILL')
  await server?.ended
  server = undefined
  collector.closeAllConnections()
  collector.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(environment: Record<string, string>): Promise<string> {
  server = startServerProcess({ DATA_DIR: folder, LOG_LEVEL: 'debug', ...environment })
  return server.ready
}

/** What the server has logged so far. */
function log(): string[] {
  return server?.output().split('\n') ?? []
}

/** The server ends, as a service manager ends it. */
async function end(): Promise<void> {
  server?.child.kill('SIGTERM')
  await server?.ended
}

function collectorAddress(): string {
  const { port } = collector.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

async function ask(address: string, traceparent: unknown): Promise<AskClient> {
  const login = await fetch(`${address}/api/v1/auth/dev-login`, { method: 'POST' })
  const { access_token: token }: LoginResult = JSON.parse(await login.text())
  const client = new AskClient(address, { token, params: { content: '7×8' }, traceparent })
  await client.closed
  return client
}

/** What was exported: the server ends, which sends what waits. */
async function exported(): Promise<{ spans: Received[]; resource: Record<string, unknown> }> {
  // A job's own end is told in the log, after its span.
  while (!log().some((line) => line.includes('job ended') && line.includes('extras'))) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await end()
  const sent = bodies.flatMap((body) => v.parse(exportSchema, JSON.parse(body)).resourceSpans)
  const spans = sent.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
  return { spans, resource: named(sent[0]?.resource.attributes ?? []) }
}

function named(attributes: v.InferOutput<typeof attributeSchema>[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}

test('one answer is one trace, from the phone that asked to the job that makes what follows', async () => {
  const client = await ask(
    await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collectorAddress() }),
    `00-${TRACE}-${CALLER}-01`,
  )
  expect(client.done).toMatchObject({ finish_reason: 'stop' })
  const { spans, resource } = await exported()
  expect(resource).toMatchObject({ 'service.name': 'wuhao-tutor' })
  const find = (name: string) => spans.find((span) => span.name.startsWith(name))
  const [asked, chat, save, job] = [find('ask'), find('chat '), find('save'), find('job extras')]
  for (const span of [asked, chat, save, job]) expect(span?.traceId).toBe(TRACE)
  expect(asked?.parentSpanId).toBe(CALLER)
  expect(chat?.parentSpanId).toBe(asked?.spanId)
  expect(save?.parentSpanId).toBe(asked?.spanId)
  expect(named(chat?.attributes ?? [])).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': expect.any(String),
    'gen_ai.response.finish_reasons': { values: [{ stringValue: 'stop' }] },
    'gen_ai.usage.output_tokens': expect.anything(),
  })
  expect(named(asked?.attributes ?? [])).toMatchObject({
    'tutor.finish_reason': 'stop',
    'tutor.phase': 'done',
  })
  expect(bodies.join('')).not.toContain('7×8')

  const said = log().filter((line) => line.includes(client.accepted?.question_id ?? 'none'))
  expect(said.length).toBeGreaterThan(3)
  expect(said.filter((line) => !line.includes(`"trace_id":"${TRACE}"`))).toEqual([])
  expect(log().find((line) => line.includes('job ended') && line.includes('extras'))).toContain(TRACE)
})

test.each([
  ['missing', undefined],
  ['no text', 7],
  ['all zeros', `00-${'0'.repeat(32)}-${CALLER}-01`],
  ['of another form', `00-${TRACE.toUpperCase()}-${CALLER}-01`],
  ['a line of the log', '"}\n{"level":60}'],
])('a trace that is %s is made anew, and harms nothing', async (_what, traceparent) => {
  const client = await ask(await start({}), traceparent)
  expect(client.done).toBeDefined()
  await end()
  const line = log().find((each) => each.includes('核心数据事务已提交')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({ trace_id: expect.stringMatching(/^(?!0{32})[0-9a-f]{32}$/) })
  expect(line).not.toContain(TRACE.toUpperCase())
})

test('a collector that is away costs no answer, and is told in the log', async () => {
  const { port } = collector.address() as AddressInfo
  await new Promise((resolve) => collector.close(resolve))
  const client = await ask(
    await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }),
    `00-${TRACE}-${CALLER}-01`,
  )
  expect(client.done).toBeDefined()
  await exported()
  expect(log().join('')).toContain('spans could not be exported')
})
