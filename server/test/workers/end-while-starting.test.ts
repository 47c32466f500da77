import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ServerProcess, startServerProcess } from '../http/server-process'
import { backends, type TestDatabase } from '../store/backends'
import { servingPids } from './serving-pids'

// Several processes are started here, which takes its time on a busy machine.
jest.setTimeout(300_000)

const [postgres] = backends.filter(({ name }) => name === 'PostgreSQL')

/** How often a line has come. */
const times = (line: string, { output }: ServerProcess) => output().split(line).length - 1
const starts = (server: ServerProcess) => times('"msg":"starting"', server)
const died = (server: ServerProcess) => times('a worker ended, it is started again', server)
;(postgres === undefined ? describe.skip : describe)(
  'a request to end that comes while a process starts ends it',
  () => {
    let place: TestDatabase
    let server: ServerProcess

    beforeEach(async () => {
      if (postgres === undefined) throw new Error('no PostgreSQL')
      place = await postgres.create()
    })

    afterEach(async () => {
      server.child.kill('SIGKILL')
      await server.ended
      await place.remove()
    })

    const begin = (workers: string) => {
      server = startServerProcess({
        WORKERS: workers,
        DATA_DIR: place.dataDirectory,
        DATABASE_URL: place.databaseUrl ?? '',
      })
    }

    const end = async () => {
      const begun = performance.now()
      server.child.kill('SIGTERM')
      expect(await server.ended).toBe(0)
      // Nobody has asked: there is nothing to wait for.
      expect(performance.now() - begun).toBeLessThan(20_000)
      for (const pid of servingPids(server)) expect(() => process.kill(pid, 0)).toThrow()
    }

    const until = async (isThen: () => boolean) => {
      while (!isThen()) await sleep(5)
    }

    test.each<[when: string, workers: string, isThen: () => boolean]>([
      ['the only one opens the database', '1', () => starts(server) === 1],
      ['the only one begins to listen', '1', () => servingPids(server).length === 1],
      ['of several there is none yet', '3', () => existsSync(join(place.dataDirectory, 'lock.db'))],
      ['of several the first one opens the database', '3', () => starts(server) === 1],
      ['of several the first one serves, and the others begin', '3', () => servingPids(server).length === 1],
      ['of several the others open the database', '3', () => starts(server) > 1],
    ])('when %s', async (_when, workers, isThen) => {
      begin(workers)
      await until(isThen)
      await end()
    })

    test.each<[when: string, isThen: () => boolean]>([
      ['waits for its next start', () => died(server) === 1],
      ['opens the database again', () => starts(server) === 4],
    ])('when one of several has died, and %s', async (_when, isThen) => {
      begin('3')
      await server.ready
      process.kill(servingPids(server).at(-1) ?? 0, 'SIGKILL')
      await until(isThen)
      await end()
    })
  },
)
