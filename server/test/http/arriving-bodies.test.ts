import { type ClientRequest, request } from 'node:http'
import { BodyRoom } from '../../src/limits/body-room'
import { upload } from './images'
import { type Student, startTestServer, type TestServer } from './test-server'

const MB = 1024 * 1024
/** Of one student four megabytes of large bodies and two of small ones; of all of them six and three. */
const sizes = { small: { ofOne: 2 * MB, inAll: 3 * MB }, large: { ofOne: 4 * MB, inAll: 6 * MB } }

/** Of a small body, below the longest question. */
const PIECE = 80 * 1024

/** What is sent of a body, whose end never comes. */
interface Door {
  path: string
  method?: string
  type: string
  start?: string
}

const form = upload(Buffer.alloc(0))
const formHead = Buffer.from(form.body).toString('latin1').split('\r\n\r\n')[0]
const ofForm = { type: form.headers['content-type'], start: `${formHead}\r\n\r\n` }

/** Every way by which a body comes in. */
const doors: [string, Door][] = [
  ['a call', { path: '/api/v1/learning/mistakes', type: 'application/json', start: '{"text":"' }],
  ['a changed account', { method: 'PATCH', path: '/api/v1/users/me', type: 'application/json', start: '"' }],
  ['a question by events', { path: '/api/v1/learning/ask-stream', type: 'application/json', start: '"' }],
  ['a text to be read aloud', { path: '/api/v1/speech', type: 'application/json', start: '"' }],
  ['plain text', { path: '/api/v1/learning/feedback', type: 'text/plain' }],
  ['a recording', { path: '/api/v1/speech/transcriptions', ...ofForm }],
  ['a page', { path: '/api/v1/files', ...ofForm }],
  ['AG-UI', { path: '/api/v1/agui', type: 'application/json', start: '{"pad":"' }],
  ['a chat', { path: '/api/v1/chat', type: 'application/json', start: '{"pad":"' }],
]
const large = doors.filter(([name]) => ['a recording', 'a page', 'AG-UI', 'a chat'].includes(name))

describe('what has arrived and is not judged', () => {
  let server: TestServer
  let rooms: { students: BodyRoom; strangers: BodyRoom; pages: BodyRoom }
  let anna: Student
  let ben: Student
  let sent: ClientRequest[] = []

  beforeAll(async () => {
    rooms = { students: new BodyRoom(sizes), strangers: new BodyRoom(sizes), pages: new BodyRoom(sizes) }
    server = await startTestServer({
      rooms,
      environment: {
        OPENAI_API_KEY: 'key',
        OPENAI_MODEL: 'any',
        OPENAI_TRANSCRIPTION_MODEL: 'hears',
        OPENAI_SPEECH_MODEL: 'speaks',
      },
    })
    anna = await server.login('Anna')
    ben = await server.login('Ben')
  })

  afterEach(async () => {
    for (const each of sent) each.destroy()
    sent = []
    await until(() => heldNow() === 0)
  })

  afterAll(() => server.close())

  const heldNow = () => rooms.students.held + rooms.strangers.held + rooms.pages.held

  /** Begins a body of so many bytes in chunks, or with a length, and does not end it; what the server says of it. */
  function begin(door: Door, bytes: number, headers: Record<string, string | number> = anna.headers) {
    const { method = 'POST', path, type, start = '' } = door
    const sending = request(server.address + path, { method, headers: { ...headers, 'content-type': type } })
    sent.push(sending)
    sending.write(start.padEnd(bytes, 'x'))
    return new Promise<{ status?: number; headers: object; body: unknown }>((resolve, reject) => {
      sending.on('error', (error) => (sending.destroyed ? undefined : reject(error)))
      sending.on('response', async (response) => {
        const text = Buffer.concat(await response.toArray()).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) })
      })
    })
  }

  const tooMuch = {
    status: 429,
    headers: { 'retry-after': '1' },
    body: { code: 'RATE_LIMITED', message: '操作太频繁了，请稍等一会儿再试' },
  }
  const full = {
    status: 503,
    headers: { 'retry-after': '1' },
    body: { code: 'OVERLOADED', message: '现在提问的人太多，请稍后再试' },
  }

  test.each(doors)('of small bodies one student may hold so many, whatever comes in: %s', async (_, door) => {
    for (let count = 0; count < 24; count += 1) void begin(door, PIECE)
    await until(() => heldNow() > 23.5 * PIECE)
    expect(await begin(door, 2 * PIECE)).toMatchObject(tooMuch)
    sent[0]?.destroy()
    await until(() => heldNow() < 23.5 * PIECE)
    void begin(door, PIECE)
    await until(() => heldNow() > 23.5 * PIECE)
  })

  test.each(large)('and so many of large ones, with a length or without: %s', async (_, door) => {
    void begin(door, 1.5 * MB)
    void begin(door, 1.5 * MB, { ...anna.headers, 'content-length': 2 * MB })
    await until(() => heldNow() > 2.9 * MB)
    expect(await begin(door, 1.5 * MB)).toMatchObject(tooMuch)
    // Before a byte of it has come.
    expect(await begin(door, 100, { ...anna.headers, 'content-length': 2 * MB })).toMatchObject(tooMuch)
  })

  test.each(large)(
    'who holds most of a full room gives way, and is told so while it is sent: %s',
    async (_, door) => {
      const carl = await server.login('Carl')
      const held = [begin(door, 3.5 * MB), begin(door, 2.2 * MB, ben.headers)]
      await until(() => heldNow() > 5.5 * MB)
      void begin(door, 2 * MB, carl.headers)
      expect(await Promise.race(held)).toMatchObject(full)
      await until(() => heldNow() > 4 * MB)
      expect(heldNow()).toBeLessThan(4.5 * MB)
    },
  )

  test('strangers of one address hold so much by questions by events, and take no room from who has logged in', async () => {
    const [, door] = doors[2] ?? []
    if (door === undefined) throw new Error('there is no such door')
    for (let count = 0; count < 8; count += 1) void begin(door, 0.24 * MB, {})
    await until(() => rooms.strangers.held > 1.9 * MB)
    expect(await begin(door, 0.24 * MB, {})).toMatchObject(tooMuch)
    expect(rooms.students.held).toBe(0)
  })

  test.each<[string, number, Door]>([
    ['has a type that nobody reads', 415, { path: '/api/v1/learning/sessions', type: 'text/xml' }],
    [
      'has too many things',
      413,
      { path: '/api/v1/learning/sessions', type: 'application/json', start: `[${'{},'.repeat(20_000)}` },
    ],
    [
      'has too many things, of a type in other letters',
      413,
      { path: '/api/v1/learning/sessions', type: 'Application/JSON', start: `[${'{},'.repeat(20_000)}` },
    ],
    ['belongs to nobody', 401, { path: '/api/v1/learning/sessions', type: 'application/json' }],
  ])('nothing is held of what was refused half-way, since it %s', async (_why, status, door) => {
    const headers = status === 401 ? { authorization: 'Bearer none' } : anna.headers
    expect(await begin(door, 0.3 * MB, headers)).toMatchObject({ status })
    await until(() => heldNow() === 0)
  })
})

async function until(holds: () => boolean): Promise<void> {
  const ends = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > ends) throw new Error('it never came so')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
