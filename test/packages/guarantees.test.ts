import { readFileSync } from 'node:fs'
import path from 'node:path'
import type * as AnswerStreamPackage from '../../packages/answer-stream/src/index'
import type { Backend } from '../../packages/answer-stream/src/index'
import { frames } from '../support/ask'
import type { FakeWx } from '../support/fake-wx'
import { aForeignProgramForEachTest, event, Foreign, type ForeignClient } from './client'

/** A kind of server, as it is seen from a phone: how its links are opened, speak, and break. */
interface Kind {
  backend(library: typeof AnswerStreamPackage): Backend
  /** The last link is open; nothing was said. */
  open(phone: FakeWx): void
  /** The first word of the answer comes over it. */
  speak(phone: FakeWx): void
  lose(phone: FakeWx): void
  /** How often the answer was asked for, or gone on with. */
  attempts(phone: FakeWx): number
  wasToldToStop(phone: FakeWx): boolean
  /** It knows no request by its id: what is asked again costs again. */
  isForgetful?: true
}

const WORD = '一'
const AGENT = 'https://agent.test/agui'
const isStop = (url: string): boolean => url.endsWith('/stop')

/** One whose links are requests; `first`: the events up to the first word. */
function overHttp(backend: Kind['backend'], first: readonly Uint8Array[]): Kind {
  return {
    backend,
    open: () => undefined,
    speak: ({ request }) => {
      for (const each of first) request.bytes(each)
    },
    lose: ({ request }) => request.fail(),
    attempts: ({ requests }) => requests.filter(({ options }) => !isStop(options.url)).length,
    wasToldToStop: ({ requests }) => requests.some(({ options }) => isStop(options.url)),
  }
}

function agent(settings: object, id: string | undefined): Kind {
  const run = [
    { type: 'RUN_STARTED', threadId: 't', runId: 'r' },
    { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' },
    { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: WORD },
  ]
  const first = run.map((each, at) => event(each, at === run.length - 1 ? id : undefined))
  return overHttp((library) => library.agUiBackend({ url: AGENT, ...settings }), first)
}

const overSocket: Omit<Kind, 'speak'> = {
  backend: (library) =>
    library.tutorBackend({ url: 'wss://tutor.test/api/v1/learning/ws/ask', token: 'token' }),
  open: ({ socket }) => socket.open(),
  lose: ({ socket }) => socket.drop(),
  attempts: ({ sockets }) => sockets.length,
  wasToldToStop: ({ socket }) => JSON.stringify(socket.sent).includes('"stop"'),
}

/** By their names in the document. */
const kinds: Readonly<Record<string, Kind>> = {
  tutor: {
    ...overSocket,
    speak: ({ socket }) => {
      socket.frame(frames.accepted())
      socket.frame(frames.content(1, WORD))
    },
  },
  'an older tutor': {
    ...overSocket,
    speak: ({ socket }) => socket.frame({ type: 'content', content: WORD, full_content: WORD }),
    isForgetful: true,
  },
  'AG-UI: all': agent({ idempotent: true, stopUrl: () => `${AGENT}/stop` }, '7'),
  'AG-UI: numbered': agent({}, '7'),
  'AG-UI: knows runs': agent({ idempotent: true }, undefined),
  'AG-UI: nothing': agent({}, undefined),
  'chat completions': overHttp(
    (library) => library.chatCompletionsBackend({ url: 'https://model.test/v1/chat/completions' }),
    [event({ choices: [{ delta: { content: WORD } }] })],
  ),
}

const on = aForeignProgramForEachTest()
const client = (kind: Kind, program = on.program): ForeignClient => program.client(kind.backend)
const pass = (time: number): Promise<void> => jest.advanceTimersByTimeAsync(time)

/** An answer of which the first word is there, or nothing yet. */
async function begun(kind: Kind, spoken = true) {
  const answer = client(kind).ask({ content: '?' }, { requestId: 'r' })
  // Credentials are asked for first.
  await pass(0)
  kind.open(on.program.phone)
  if (spoken) kind.speak(on.program.phone)
  return answer
}

/** The program is killed; whether its next run can go on. */
function isFoundAgain(kind: Kind): boolean {
  on.program.phone.hide()
  return client(kind, new Foreign(on.program.phone)).client.unfinished().length === 1
}

/** What the lines of the document say, each tried on one kind. */
const promises: Readonly<Record<string, (kind: Kind) => Promise<string | boolean>>> = {
  '`capabilities`: resumable, idempotent, stoppable': async ({ backend }) => {
    const { resumable, idempotent, stoppable } = backend(on.program.library).capabilities
    return [resumable, idempotent, stoppable].join(', ')
  },
  'a link lost in the middle of an answer: it goes on by itself': async (kind) => {
    await begun(kind)
    kind.lose(on.program.phone)
    await pass(1000)
    return kind.attempts(on.program.phone) > 1
  },
  'a link lost before the first word: the question goes out again, and costs once': async (kind) => {
    await begun(kind, false)
    kind.lose(on.program.phone)
    await pass(1000)
    const isAskedAgain = kind.attempts(on.program.phone) > 1
    return isAskedAgain && kind.isForgetful ? 'yes, and may cost twice' : isAskedAgain
  },
  'the program killed in the middle of an answer: its next run finds it and can go on': async (kind) => {
    await begun(kind)
    return isFoundAgain(kind)
  },
  'the program killed before the first word: the same': async (kind) => {
    await begun(kind, false)
    return isFoundAgain(kind)
  },
  'the server is told of a stop': async (kind) => {
    const answer = await begun(kind)
    answer.stream.stop()
    await pass(0)
    return kind.wasToldToStop(on.program.phone)
  },
  'a link that looks open and is dead is noticed in 20 s': async (kind) => {
    await begun(kind)
    await pass(20_000)
    return kind.attempts(on.program.phone) > 1
  },
  'back from the background, an answer whose link died there goes on': async (kind) => {
    await begun(kind)
    on.program.phone.hide()
    kind.lose(on.program.phone)
    await pass(60_000)
    on.program.phone.show()
    await pass(1000)
    return kind.attempts(on.program.phone) > 1
  },
  'a stop keeps what was received': async (kind) => {
    const answer = await begun(kind)
    answer.stream.stop()
    await pass(3000)
    return isLike(await answer.outcome(), { finishReason: 'stopped', text: WORD })
  },
  'a failure keeps what was received': async (kind) => {
    const answer = await begun(kind)
    kind.lose(on.program.phone)
    await pass(16 * 60_000)
    return isLike(await answer.outcome(), { name: 'LearningError', partial: WORD })
  },
  'silence of 90 s before the answer is whole ends it': async (kind) => {
    const answer = await begun(kind)
    await pass(89_000)
    const before = await answer.outcome()
    await pass(1000)
    return before === 'pending' && isLike(await answer.outcome(), { code: 'WS_MESSAGE_TIMEOUT' })
  },
  'links that each tell only what was told end it after 90 s': async (kind) => {
    const { phone } = on.program
    const answer = await begun(kind)
    for (let link = 1; link < 12; link += 1) {
      await pass(6000)
      kind.lose(phone)
      await pass(6000)
      kind.open(phone)
      kind.speak(phone)
    }
    return (await answer.outcome()) !== 'pending'
  },
  'nothing is left after the end: no timer, no listener, no link': async (kind) => {
    const answer = await begun(kind)
    await pass(16 * 60_000)
    const { phone } = on.program
    const isSettled = (await answer.outcome()) !== 'pending'
    return isSettled && jest.getTimerCount() === 0 && phone.listening === 0 && phone.openSockets === 0
  },
}

function isLike(value: unknown, wanted: Readonly<Record<string, unknown>>): boolean {
  const fields = new Map<string, unknown>(Object.entries(Object(value)))
  const of = (name: string): unknown =>
    value instanceof Error && name === 'name' ? value.name : fields.get(name)
  return Object.entries(wanted).every(([name, each]) => of(name) === each)
}

const document = readFileSync(path.join(__dirname, '../../docs/backends.md'), 'utf8')
const [heads = [], , ...lines] = document
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

describe('the document', () => {
  test('has every kind and every line that is tried, and no others', () => {
    expect(heads.slice(1)).toEqual(Object.keys(kinds))
    expect(lines.map(([line]) => line)).toEqual(Object.keys(promises))
  })
})

describe.each(Object.entries(kinds))('%s: the document says of', (name, kind) => {
  test.each(Object.entries(promises))('“%s” what is so', async (promise, tried) => {
    const written = lines.find(([line]) => line === promise)?.[heads.indexOf(name)]
    const found = await tried(kind)
    expect(typeof found === 'string' ? found : found ? 'yes' : 'no').toBe(written)
  })
})
