import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { readImageHeader } from '../../pictures/image-header'
import { demand, type Report } from './report'
import type { Reply, ServerLink } from './server-link'
import { demandUnbuffered, seconds, type WholeAnswer, wholeAnswer } from './whole-answer'

const errorBody = v.object({ code: v.string(), message: v.pipe(v.string(), v.minLength(1)) })
const question = { content: '1+1=?' }

const SIDE = 8
/** A PNG of so many pixels each way. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4jwMwDC4J7GBwSQAAVxK/QZ5rYVoAAAAASUVORK5CYII=',
  'base64',
)
/** More than a picture may have, and than nginx lets through. */
const TOO_LARGE = 12 * 1024 * 1024

/** Looks at a server from outside, as a stranger and then as a student. `token`: else the development login is tried. */
export async function checkServer(
  server: ServerLink,
  report: Report,
  token: string | undefined,
): Promise<void> {
  await asStranger(server, report)
  if (!(await login(server, report, token))) return
  await pictures(server, report)
  await answers(server, report)
}

async function asStranger(server: ServerLink, report: Report): Promise<void> {
  await report.check('it is healthy', async () => {
    const { status, body } = await server.call('GET', '/health')
    const health = v.safeParse(
      v.object({ status: v.string(), version: v.string(), database: v.string() }),
      body,
    )
    demand(health.success, `/health is ${status}, and not what it should be`)
    const { status: told, version, database } = health.output
    demand(status === 200 && told === 'ok', `/health is ${status}: ${told}, database ${database}`)
    return `version ${version}`
  })
  await report.check('it takes questions', async () => {
    const { status } = await server.call('GET', '/ready')
    demand(status === 200, `/ready is ${status}`)
    return undefined
  })
  await report.check('its numbers are shut to who comes through a proxy', async () => {
    const { status } = await server.call('GET', '/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } })
    demand(status !== 200, '/metrics is open')
    return undefined
  })
  await report.check('browsers are told to run nothing', async () => {
    const { headers } = await server.call('GET', '/health')
    for (const [name, part] of [
      ['content-security-policy', "default-src 'none'"],
      ['x-content-type-options', 'nosniff'],
    ] as const) {
      demand(headers.get(name)?.includes(part) ?? false, `${name} is missing`)
    }
    return undefined
  })
  await report.check('a stranger is refused, in our form', async () => {
    demandError(await server.call('GET', '/api/v1/learning/sessions'), 401, 'AUTH_ERROR')
    return undefined
  })
  await report.check('a socket with a wrong token is told so', async () => {
    const [first] = await server.askBySocket({ token: 'wrong', params: question })
    demand(first?.frame.type === 'error', 'no error frame came')
    demand(first.frame.code === 'AUTH_ERROR', `it is ${first.frame.code}`)
    return undefined
  })
}

async function login(server: ServerLink, report: Report, token: string | undefined): Promise<boolean> {
  return report.check('a student is let in', async () => {
    if (token === undefined) {
      const reply = await server.send('POST', '/api/v1/auth/dev-login', { name: 'deploy:check' })
      const body = v.safeParse(v.object({ access_token: v.string() }), reply.body)
      demand(body.success, 'there is no development login (as it should be in production): give --token')
      server.token = body.output.access_token
    } else server.token = token.replace(/^Bearer /i, '')
    report.keepSecret(server.token)
    const { status } = await server.call('GET', '/api/v1/learning/sessions')
    demand(status === 200, `the token is refused with ${status}`)
    return undefined
  })
}

async function pictures(server: ServerLink, report: Report): Promise<void> {
  await report.check('a picture goes up and comes back', async () => {
    const { status, body } = await server.call('POST', '/api/v1/files', { body: form(picture) })
    const file = v.safeParse(v.object({ url: v.string(), width: v.number() }), body)
    demand(status === 200 && file.success, `the upload is ${status}`)
    // It was encoded anew: the same picture in other bytes.
    const header = readImageHeader((await server.call('GET', file.output.url)).bytes)
    const isSame = header?.mime === 'image/png' && header.width === SIDE && header.height === SIDE
    demand(isSame, 'it comes back as something else')
    return undefined
  })
  await report.check('a picture that is too large is refused, in our form', async () => {
    const large = Buffer.concat([picture, Buffer.alloc(TOO_LARGE)])
    demandError(await server.call('POST', '/api/v1/files', { body: form(large) }), 413, 'BAD_REQUEST')
    return undefined
  })
}

function form(bytes: Buffer): FormData {
  const data = new FormData()
  data.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'page.png')
  return data
}

async function answers(server: ServerLink, report: Report): Promise<void> {
  const requestId = randomUUID()
  const message = { token: server.token, request_id: requestId, params: question }
  const sessions = new Set<string>()
  let first: WholeAnswer | undefined
  const remember = (answer: WholeAnswer) => {
    sessions.add(answer.accepted.session_id)
    return answer
  }
  await report.check('an answer arrives whole over a WebSocket', async () => {
    first = remember(wholeAnswer(await server.askBySocket(message)))
    return `first words after ${seconds(first.firstWords)}, ${first.keepalives} keepalives`
  })
  await report.check('the same question again is the same answer', async () => {
    demand(first !== undefined, 'there is none to compare with')
    const again = wholeAnswer(await server.askBySocket(message))
    demand(again.text === first.text && again.done.answer_id === first.done.answer_id, 'it is another')
    return undefined
  })
  await report.check('it is in the history', async () => {
    demand(first !== undefined, 'there is none to look for')
    const { session_id } = first.accepted
    const { bytes } = await server.call('GET', `/api/v1/learning/sessions/${session_id}/history`)
    demand(bytes.includes(JSON.stringify(first.text)), 'it is not')
    return undefined
  })
  await report.check('an answer arrives over an event stream, each frame when it is written', async () => {
    const arrived = await server.askByEvents({ request_id: randomUUID(), params: question })
    demandUnbuffered(arrived)
    remember(wholeAnswer(arrived))
    return undefined
  })
  await report.check('what was asked is deleted again', async () => {
    for (const id of sessions) {
      const { status } = await server.call('DELETE', `/api/v1/learning/sessions/${id}`)
      demand(status === 204 || status === 200, `that is ${status}`)
    }
    return undefined
  })
}

function demandError({ status, body }: Reply, expected: number, code: string): void {
  const error = v.safeParse(errorBody, body)
  demand(status === expected, `it is ${status} instead of ${expected}`)
  demand(error.success, `${status} is not {code, message}`)
  demand(error.output.code === code, `the code is ${error.output.code} instead of ${code}`)
}
