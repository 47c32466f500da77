import { type Nginx, startNginx } from '../nginx/nginx-process'
import { engines } from './engines'
import { Instances } from './instances'
import { ReturningClient } from './returning-client'

// Whole processes are started here, one after the other.
jest.setTimeout(180_000)

/** The nginx to start, such as /usr/sbin/nginx; without it nothing here runs. */
const { TEST_NGINX: program = '' } = process.env

// More than is written until the last server is back, after which the rest comes at once.
const pieces = Array.from({ length: 2000 }, (_, index) => `第${index}步。`)
const whole = pieces.join('')

const describeBehindNginx = engines === undefined || program === '' ? describe.skip : describe

describeBehindNginx('three servers that share PostgreSQL and Redis, behind nginx', () => {
  let all: Instances
  let ports: [number, number, number]
  let nginx: Nginx

  beforeAll(async () => {
    all = await Instances.begin(pieces, 150)
    // The one by itself first: it brings the database up to date.
    const first = await all.start('first')
    ports = [first, ...(await Promise.all([all.start('second'), all.start('third')]))]
    nginx = await startNginx(program, ports[0], [ports[1], ports[2]])
  })

  afterAll(async () => {
    await nginx?.close()
    await all.close()
  })

  test('are restarted one after the other under fifty answers, whose readers come to any of them: each ends whole, once', async () => {
    const clients = Array.from({ length: 50 }, (_, index) => {
      const params = { content: `第${index}题怎么做？` }
      const question = { token: all.token, request_id: `rolling ${index}`, params }
      return new ReturningClient(() => `https://127.0.0.1:${nginx.port}`, question)
    })
    await Promise.all(clients.map((client) => client.begun()))

    for (const port of ports) await all.restart(port)
    all.endpoint.inHurry = true
    await Promise.all(clients.map(({ ended }) => ended))

    for (const { text, whole: told, ends, gaps, links } of clients) {
      expect({ ends, gaps, told: told === whole, text: text === whole }).toEqual({
        ends: ['done'],
        gaps: [],
        told: true,
        text: true,
      })
      expect(links).toBeGreaterThan(1)
    }
    const saved = await all.saved()
    expect(saved.map((text) => text === whole)).toEqual(clients.map(() => true))
    // Each was taken up by another, and no two ever wrote the same one.
    expect(all.endpoint.requests.length).toBeGreaterThanOrEqual(100)
    expect(all.endpoint.mostAtOnce).toBe(1)
  })
})
