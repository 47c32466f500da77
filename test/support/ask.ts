import type * as Learning from '../../miniprogram/api/learning'
import type { AnswerEvent, AnswerStream, AskOptions, AskParams } from '../../miniprogram/api/learning'
import { FakeWx, installWx } from './fake-wx'

/** Where the tests' server is. */
export const URL = 'ws://tutor.test/api/v1/learning/ws/ask'

/** A run of the program: modules loaded anew, on a phone of its own or one that an earlier run used. */
export class Program {
  readonly api: typeof Learning

  constructor(
    readonly phone: FakeWx = new FakeWx(),
    wx: object = phone.whole(),
  ) {
    installWx(wx)
    jest.resetModules()
    this.api = require('../../miniprogram/api/learning')
  }

  ask(options: AskOptions = {}, params: AskParams = { content: '1+1?' }): Asked {
    return new Asked(this, params, { url: URL, token: 'token', ...options })
  }

  /** The next link opens and the server goes on; `after` is what the client said it has. */
  resume(after: number): void {
    const { socket } = this.phone
    socket.open()
    expect(socket.sent).toMatchObject([{ type: 'resume', after_seq: after }])
    socket.frame(frames.accepted(true))
  }

  /**
   * The rest of the answer comes from number `from` on, behind what the server has sent `before`, and ends it as it should: whole, and
   * with nothing left behind.
   */
  async finish(asked: Asked, from: number, rest: string, before = '两'): Promise<void> {
    const { socket } = this.phone
    const whole = before + rest
    expect(asked.stream.text).toBe(before)
    socket.frame(frames.content(from, rest))
    socket.frame(frames.finished(from + 1, whole))
    socket.frame(frames.done(from + 2))
    expect(await asked.outcome()).toMatchObject({ text: whole, finishReason: 'stop' })
    expect(asked.shown).toBe(whole)
    expect([this.phone.openSockets, this.phone.listening, jest.getTimerCount()]).toEqual([0, 0, 0])
  }

  /** An ask that is accepted and of which one character has come. */
  answering(): Asked {
    const asked = this.ask()
    this.phone.socket.open()
    this.phone.socket.frame(frames.accepted())
    this.phone.socket.frame(frames.content(1, '两'))
    return asked
  }
}

/** One question asked, and all that was told of its answer. */
export class Asked {
  readonly events: AnswerEvent[] = []
  readonly stream: AnswerStream

  constructor(program: Program, params: AskParams, options: AskOptions) {
    this.stream = program.api.askQuestionStream(params, (event) => this.events.push(event), options)
  }

  /** The text as a page that only follows the events shows it. */
  get shown(): string {
    return this.events.reduce((text, event) => {
      if (event.type === 'content') return text + event.delta
      return event.type === 'replace' ? event.text : text
    }, '')
  }

  get states(): string[] {
    return this.events.flatMap((event) => (event.type === 'state' ? [event.state] : []))
  }

  /** How it ended: the answer, the error, or nothing yet. */
  async outcome(): Promise<unknown> {
    return Promise.race([
      this.stream.result.catch((error: unknown) => error),
      Promise.resolve().then(() => Promise.resolve().then(() => 'pending')),
    ])
  }
}

/** Frames of a server that keeps the contract. */
export const frames = {
  accepted: (resumed = false) => ({
    type: 'accepted',
    request_id: 'r',
    session_id: 's1',
    question_id: 'q1',
    resumed,
    keepalive_interval: 5000,
  }),
  keepalive: { type: 'keepalive', content: '', full_content: '' },
  status: (seq: number, stage: string) => ({ type: 'status', seq, stage }),
  content: (seq: number, content: string) => ({ type: 'content', seq, content }),
  finished: (seq: number, full: string, reason = 'stop') => ({
    type: 'content_finished',
    seq,
    full_content: full,
    finish_reason: reason,
  }),
  done: (seq: number, reason = 'stop') => ({
    type: 'done',
    seq,
    question_id: 'q1',
    answer_id: 'a1',
    session_id: 's1',
    finish_reason: reason,
    usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
  }),
  error: (code: string, retryable = false, more: object = {}) => ({
    type: 'error',
    code,
    message: '给学生的话',
    retryable,
    ...more,
  }),
}

/** Silences the console for one test file and gives what was written. */
export function recordConsole() {
  const written: { level: 'debug' | 'log' | 'warn' | 'error'; line: unknown; details: unknown[] }[] = []
  for (const level of ['debug', 'log', 'warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((...said: unknown[]) => {
      written.push({ level, line: said[0], details: said.slice(1) })
    })
  }
  return written
}

/** What a test of the program works with. A test may start another program on the same phone. */
class OnAPhone {
  private running: Program | undefined
  /** What went to the console. */
  written: ReturnType<typeof recordConsole> = []

  get program(): Program {
    if (this.running === undefined) throw new Error('no test is running')
    return this.running
  }

  set program(program: Program) {
    this.running = program
  }
}

/** Gives every test of a file a program of its own on a phone of its own, by a clock that the test turns, and nothing on the console. */
export function aPhoneForEachTest(): OnAPhone {
  const on = new OnAPhone()
  beforeEach(() => {
    jest.useFakeTimers()
    on.written = recordConsole()
    on.program = new Program()
  })
  afterEach(() => {
    jest.useRealTimers()
    jest.restoreAllMocks()
  })
  return on
}
