import type { Mistake } from '../../../typings/mistakes'
import type { UploadedFile } from '../../../typings/protocol'
import { tidyUp } from '../../src/operate/tidy-up'
import { followClock } from '../../src/store/identifiers'
import { ONLY_THE_DATE } from '../support/only-the-date'
import { pngImage, upload } from './images'
import { type Student, startTestServer, type TestServer } from './test-server'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR
/** By which a machine's date may be another one than that of the database: nobody has set it, or somebody has set it wrongly. */
const OFF = [
  ['three hours ahead', 3 * HOUR],
  ['three hours behind', -3 * HOUR],
  ['40 days ahead', 40 * DAY],
  ['ten years ahead', 3652 * DAY],
  ['ten years behind', -3652 * DAY],
] as const

describe.each(OFF)('A server whose own date is %s of that of the database', (_name, by) => {
  const now = Date.now()
  let server: TestServer
  let anna: Student

  /** From here on everything is as on a machine with another date, which the servers' common one corrects. */
  const moveTheDate = () => {
    jest.setSystemTime(now + by)
    followClock(now)
  }

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: [...ONLY_THE_DATE], now })
    server = await startTestServer()
    anna = await server.login('安娜')
  })

  afterEach(async () => {
    await server.close()
    jest.useRealTimers()
    followClock(Date.now())
  })

  const added = async (): Promise<Mistake> =>
    (await anna.call('POST', '/api/v1/learning/mistakes', { text: '1 + 1 = 3' })).body as Mistake

  const uploaded = async (): Promise<UploadedFile> => {
    const { headers, body } = upload(pngImage(2, 2))
    const options = { headers: { ...headers, ...anna.headers }, body }
    return (await server.call('POST', '/api/v1/files', options)).body as UploadedFile
  }

  test('takes the tokens and addresses of the others, and they take its own', async () => {
    const { url } = await uploaded()
    moveTheDate()
    expect((await anna.call('GET', '/api/v1/users/me')).status).toBe(200)
    expect((await server.call('GET', url)).status).toBe(200)

    const ben = await server.login('本')
    const own = (await uploaded()).url
    jest.setSystemTime(now)
    followClock(now)
    expect((await ben.call('GET', '/api/v1/users/me')).status).toBe(200)
    expect((await server.call('GET', own)).status).toBe(200)
    jest.setSystemTime(now + 25 * HOUR)
    followClock(now + 25 * HOUR)
    expect((await ben.call('GET', '/api/v1/users/me')).body).toMatchObject({ code: 'AUTH_EXPIRED' })
    expect((await server.call('GET', own)).status).toBe(401)
  })

  test('dates reviews as the others do, in the book and in what is exported of it', async () => {
    const { id, next } = await added()
    moveTheDate()
    const { items } = (await anna.call('GET', '/api/v1/learning/mistakes')).body as { items: Mistake[] }
    expect(items[0]?.next).toEqual(next)
    const exported = (await anna.call('GET', '/api/v1/users/me/export')).body as { mistakes: Mistake[] }
    expect(exported.mistakes[0]?.next).toEqual(next)
    const rated = await anna.call('POST', `/api/v1/learning/mistakes/${id}/review`, { rating: 'easy' })
    expect((rated.body as Mistake).due_at).toBe(next.easy)
  })

  test('keeps a page that was uploaded just now, and clears one that waited for a week', async () => {
    const { url } = await uploaded()
    moveTheDate()
    await tidyUp(server.parts)
    expect((await anna.call('GET', url)).status).toBe(200)
    followClock(now + 8 * DAY)
    await tidyUp(server.parts)
    expect(await server.parts.fileLookup.resolve(anna.user.id, url)).toBeUndefined()
  })
})
