import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Extras, LoginResult } from '../../../typings/protocol'
import { UsageRepository } from '../../src/store/usage-repository'
import { engines } from '../redis/engines'
import { Instances } from '../redis/instances'
import { ReturningClient } from '../redis/returning-client'
import { SilentProxy } from './silent-proxy'

// Whole processes are started here; a job whose end PostgreSQL did not take is done again when its lease is over.
jest.setTimeout(240_000)

/** A command that restarts the server of `TEST_DATABASE_URL`; nobody else may use that one meanwhile. */
const { TEST_DATABASE_RESTART: restart = '' } = process.env

const pieces = Array.from({ length: 1000 }, (_, index) => `第${index}步。`)
const whole = pieces.join('')
const extras = { title: '一元一次方程', subject: 'math', follow_ups: ['怎么检验？'] }

const describeShared = engines === undefined || restart === '' ? describe.skip : describe

describeShared('three servers whose PostgreSQL goes away under answers and jobs', () => {
  let all: Instances
  let proxy: SilentProxy
  let ports: number[]

  beforeAll(async () => {
    all = await Instances.begin(pieces, 150, { says: extras, after: 1500 })
    proxy = new SilentProxy(new URL(all.databaseUrl))
    const environment = { DATABASE_URL: await proxy.open() }
    // The one by itself first: it brings the database up to date.
    ports = [await all.start('first', environment)]
    ports.push(...(await Promise.all(['second', 'third'].map((name) => all.start(name, environment)))))
  })

  afterAll(async () => {
    await all.close()
    proxy.close()
  })

  let turn = 0
  /** The next server, whoever had the last one. */
  const anywhere = () => {
    turn += 1
    return all.at(ports[turn % ports.length] ?? 0)
  }

  const asks = (count: number, name: string, token: string) =>
    Array.from({ length: count }, (_, index) => {
      const params = { content: `${name} ${index}` }
      return new ReturningClient(anywhere, { token, request_id: `${name} ${index}`, params })
    })

  async function extrasOf({ answerId }: ReturningClient, { access_token }: LoginResult): Promise<Extras> {
    for (;;) {
      const headers = { authorization: `Bearer ${access_token}` }
      const path = `/api/v1/learning/answers/${answerId}/extras?wait=25`
      const made = (await (await fetch(anywhere() + path, { headers })).json()) as Extras
      if (made.status !== 'pending') return made
    }
  }

  test('lose nothing that was acknowledged, write on, do each job once, say so by /ready, and find back by themselves', async () => {
    const early = await all.login(ports[0] ?? 0, '早')
    const late = await all.login(ports[0] ?? 0, '晚')
    all.endpoint.inHurry = true
    const saved = asks(12, 'early', early.access_token)
    await Promise.all(saved.map(({ ended }) => ended))
    all.endpoint.inHurry = false
    const underWay = asks(9, 'late', late.access_token)
    await Promise.all(underWay.map((client) => client.begun()))
    expect(all.endpoint.askedForExtras).toBeGreaterThan(0)

    await promisify(execFile)('sh', ['-c', restart])
    await Promise.all(ports.map((port) => all.untilReady(port)))

    proxy.fallSilent(true)
    expect(await Promise.all(ports.map((port) => all.ready(port)))).toEqual([503, 503, 503])
    const refused = all.ask(ports[1] ?? 0, 'refused')
    await refused.closed
    expect(refused.frames).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN', retryable: true }])
    proxy.carryAgain()
    await Promise.all(ports.map((port) => all.untilReady(port)))

    all.endpoint.inHurry = true
    await Promise.all(underWay.map(({ ended }) => ended))
    for (const { ends, text, whole: told, gaps } of [...saved, ...underWay]) {
      expect({ ends, gaps, told: told === whole, text: text === whole }).toEqual({
        ends: ['done'],
        gaps: [],
        told: true,
        text: true,
      })
    }
    expect((await all.saved()).map((text) => text === whole)).toEqual(Array(21).fill(true))
    expect(all.endpoint.mostAtOnce).toBe(1)

    for (const client of saved)
      expect(await extrasOf(client, early)).toMatchObject({ status: 'ready', ...extras })
    for (const client of underWay) expect(await extrasOf(client, late)).toMatchObject({ status: 'ready' })
    // What a job writes is counted with its end: of each answer once, and once of what followed it.
    const database = await all.database()
    const [used] = await new UsageRepository(database).lines('', early.user.id)
    expect(used).toMatchObject({ answers: 12, promptTokens: 12 * 10 + 12 * 10 })
    expect(await database.main.selectFrom('job').select('id').where('kind', '=', 'extras').execute()).toEqual(
      [],
    )
  })
})
