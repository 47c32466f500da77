import type * as AnswerStreamPackage from '../../packages/answer-stream/src/index'
import type {
  AnswerClient,
  AnswerEvent,
  AnswerStream,
  AskInput,
  Backend,
} from '../../packages/answer-stream/src/index'
import { recordConsole } from '../support/ask'
import { FakeWx, installWx } from '../support/fake-wx'

/** A mini-program of somebody else's on a phone: the package loaded anew, as after a start. */
export class Foreign {
  readonly library: typeof AnswerStreamPackage

  constructor(readonly phone: FakeWx = new FakeWx()) {
    installWx(phone.whole())
    jest.resetModules()
    this.library = require('../../packages/answer-stream/src/index')
  }

  client(backend: (library: typeof AnswerStreamPackage) => Backend): ForeignClient {
    return new ForeignClient(this.library.createAnswerClient({ backend: backend(this.library) }))
  }
}

/** One client, and what it is asked. */
export class ForeignClient {
  constructor(readonly client: AnswerClient) {}

  ask(input: AskInput = { content: '1+1?' }, options: { requestId?: string } = {}): ForeignAnswer {
    return new ForeignAnswer((listen) => this.client.ask(input, listen, options))
  }

  /** Goes on with the newest answer that was left. */
  resume(): ForeignAnswer {
    const [left] = this.client.unfinished()
    if (left === undefined) throw new Error('nothing was left')
    return new ForeignAnswer((listen) => this.client.resume(left, listen), left.text)
  }
}

/** One answer, and all that was told of it. */
export class ForeignAnswer {
  readonly events: AnswerEvent[] = []
  readonly stream: AnswerStream

  constructor(
    begin: (listen: (event: AnswerEvent) => void) => AnswerStream,
    private readonly held = '',
  ) {
    this.stream = begin((event) => this.events.push(event))
  }

  /** The text as a page that only follows the events shows it. */
  get shown(): string {
    return this.events.reduce((text, event) => {
      if (event.type === 'content') return text + event.delta
      return event.type === 'replace' ? event.text : text
    }, this.held)
  }

  get reasoning(): string {
    return this.events.map((event) => (event.type === 'reasoning' ? event.delta : '')).join('')
  }

  /** How it ended: the answer, the error, or nothing yet. */
  async outcome(): Promise<unknown> {
    await jest.advanceTimersByTimeAsync(0)
    return Promise.race([
      this.stream.result.catch((error: unknown) => error),
      Promise.resolve().then(() => Promise.resolve().then(() => 'pending')),
    ])
  }
}

/** Gives every test a mini-program of its own, by a clock that the test turns, and nothing on the console. */
export function aForeignProgramForEachTest(): {
  program: Foreign
  written: ReturnType<typeof recordConsole>
} {
  let program: Foreign | undefined
  const on = {
    get program(): Foreign {
      if (program === undefined) throw new Error('no test is running')
      return program
    },
    set program(other: Foreign) {
      program = other
    },
    written: noLines(),
  }
  beforeEach(() => {
    jest.useFakeTimers()
    on.written = recordConsole()
    program = new Foreign()
  })
  afterEach(() => {
    jest.useRealTimers()
    jest.restoreAllMocks()
  })
  return on
}

/** One server-sent event as bytes. */
export function event(data: object | string, id?: string | number): Uint8Array {
  const line = typeof data === 'string' ? data : JSON.stringify(data)
  return new TextEncoder().encode(`${id === undefined ? '' : `id: ${id}\n`}data: ${line}\n\n`)
}

/** A comment, which servers send while they are silent. */
export const comment = new TextEncoder().encode(': alive\n\n')

function noLines(): ReturnType<typeof recordConsole> {
  return []
}
