import type { Logger } from 'pino'
import { buildApp } from './app'
import { developmentSecret } from './auth/secret'
import { createWechatLogin } from './auth/wechat'
import { chooseModel } from './choose-model'
import type { Config } from './config'
import { createParts, type Foundations } from './parts'
import { openDatabase } from './store/database'

/** The port is taken; `message` is one line that says what to do. */
export class AddressInUse extends Error {
  override readonly name = 'AddressInUse'

  constructor(port: number) {
    super(
      `Port ${port} is already in use. End the program that uses it, or choose another port, for example PORT=${port + 10}.`,
    )
  }
}

/** A server that listens. */
export interface RunningServer {
  /** Where it can be reached, such as `http://127.0.0.1:8000`. */
  address: string
  /** Takes no new questions, lets running answers finish for up to `patience` milliseconds, and closes everything. */
  end(patience: number): Promise<void>
}

/** Opens the database, builds the app and listens. Rejects with {@link AddressInUse} among others. */
export async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  const database = await openDatabase({
    dataDirectory: config.dataDirectory,
    databaseUrl: config.databaseUrl,
    onConnectionLost: (error) => logger.warn({ err: error }, 'connection to the database lost'),
  })
  const model = chooseModel(config)
  const close = async () => {
    await model.close()
    await database.close()
  }
  try {
    return await listen({ config, logger, database, model: model.model }, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function listen(
  foundations: Pick<Foundations, 'config' | 'logger' | 'database' | 'model'>,
  close: () => Promise<void>,
): Promise<RunningServer> {
  const { config, logger, model } = foundations
  logger.info(
    { model: model.name, database: config.databaseUrl === undefined ? 'embedded' : 'PostgreSQL' },
    'starting',
  )
  const parts = await createParts({
    ...foundations,
    secret: config.jwtSecret ?? (await developmentSecret(config.dataDirectory)),
    wechatLogin: config.wechat && createWechatLogin(config.wechat),
  })
  const { answers, answerService } = parts
  let ending = false
  const app = await buildApp(parts, { draining: () => ending })
  const { port, host } = config
  const listenTextResolver = (address: string) => `server ready at ${address}`
  const address = await app.listen({ port, host, listenTextResolver }).catch((error) => {
    throw isAddressInUse(error) ? new AddressInUse(port) : error
  })
  // Only now: a server that finds its port taken must not touch the answers of the one that has it.
  await answers.dropStaleDrafts()
  await answerService.recover()
  return {
    address,
    end: async (patience) => {
      ending = true
      await answerService.drain(patience)
      await app.close()
      await close()
    },
  }
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
