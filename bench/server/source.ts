/**
 * The model of the bench, in a process of its own: an OpenAI-compatible endpoint that sends deltas of 4 characters at a steady pace.
 * Its parent has the answers that are held flow, and end, and says whether what follows an answer is told at once or held.
 */
import { createServer, type ServerResponse } from 'node:http'
import { type Plan, planIn } from './plan'
import { STAMP, stampedDelta } from './stamp'

/** Everything that ends when it is told to, and what was sent so far. */
const open = new Set<Speech>()
let deltas = 0
/** Whoever asked for what follows an answer while that is held; `undefined` while it is told at once. */
let held: ServerResponse[] | undefined
/** How often that was told. */
let followed = 0

class Speech {
  private sent = 0
  private due = 0
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly response: ServerResponse,
    private readonly plan: Plan,
  ) {
    if (plan.deltas === 0) open.add(this)
    response.on('close', () => {
      clearTimeout(this.timer)
      open.delete(this)
    })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    this.say({ role: 'assistant', content: '' })
    if (plan.begin === 'flowing') this.flow()
  }

  flow(): void {
    if (this.timer) return
    const { before, interval } = this.plan
    if (before > 0) this.say({ content: '答'.repeat(before - (before % STAMP)) })
    // Not all of them in the same millisecond.
    this.due = performance.now() + Math.random() * interval
    this.wait()
  }

  end(): void {
    clearTimeout(this.timer)
    this.say({}, 'stop')
    const completion_tokens = this.sent
    this.write({
      choices: [],
      usage: { prompt_tokens: 10, completion_tokens, total_tokens: 10 + completion_tokens },
    })
    this.response.end('data: [DONE]\n\n')
    open.delete(this)
  }

  private wait(): void {
    this.timer = setTimeout(() => this.speak(), Math.max(0, this.due - performance.now()))
  }

  private speak(): void {
    this.say({ content: stampedDelta() })
    this.sent += 1
    deltas += 1
    this.due += this.plan.interval
    if (this.sent === this.plan.deltas) this.end()
    else this.wait()
  }

  private say(delta: object, finish_reason: string | null = null): void {
    this.write({ choices: [{ index: 0, delta, logprobs: null, finish_reason }] })
  }

  private write(fields: object): void {
    this.response.write(chunkOf(fields))
  }
}

function chunkOf(fields: object): string {
  const chunk = {
    id: 'chatcmpl-9f3a1c7be2d84b06a5',
    object: 'chat.completion.chunk',
    created: 1764000000,
    model: 'bench',
    system_fingerprint: 'fp_44709d6fcb',
    ...fields,
  }
  return `data: ${JSON.stringify(chunk)}\n\n`
}

/** What follows an answer, which is asked for in a form of its own: told at once, it is no answer. */
function tellExtras(response: ServerResponse): void {
  const content = JSON.stringify({ title: '一道题', subject: 'math', follow_ups: ['为什么？'] })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(chunkOf({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }))
  response.write(chunkOf({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }))
  const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 }
  response.write(chunkOf({ choices: [], usage }))
  response.end('data: [DONE]\n\n')
  followed += 1
}

const server = createServer((request, response) => {
  const body: Buffer[] = []
  request.on('data', (piece: Buffer) => body.push(piece))
  request.on('end', () => {
    const asked = Buffer.concat(body).toString()
    if (!asked.includes('"response_format"')) new Speech(response, planIn(asked))
    else if (held) held.push(response)
    else tellExtras(response)
  })
})

process.on('message', (command) => {
  if (command === 'flow') for (const speech of open) speech.flow()
  if (command === 'end') for (const speech of [...open]) speech.end()
  if (command === 'hold extras') held ??= []
  if (command === 'tell extras') {
    held?.forEach(tellExtras)
    held = undefined
  }
  process.send?.({ open: open.size, deltas, followed })
})
process.on('disconnect', () => process.exit())

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.({ port: address?.port })
})
