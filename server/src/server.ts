import type { Logger } from 'pino'
import { buildApp } from './app'
import { developmentSecret } from './auth/secret'
import { createWechatLogin } from './auth/wechat'
import type { Config } from './config'
import { createParts } from './parts'
import { type Database, openDatabase } from './store/database'

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
  /** Takes nothing new, lets what runs finish, and closes everything. */
  end(): Promise<void>
}

/** Opens the database, builds the app and listens. Rejects with {@link AddressInUse} among others. */
export async function startServer(config: Config, logger: Logger): Promise<RunningServer> {
  const database = await openDatabase({
    dataDirectory: config.dataDirectory,
    databaseUrl: config.databaseUrl,
    onConnectionLost: (error) => logger.warn({ err: error }, 'connection to the database lost'),
  })
  try {
    return await listen(config, logger, database)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function listen(config: Config, logger: Logger, database: Database): Promise<RunningServer> {
  const parts = await createParts({
    config,
    logger,
    database,
    secret: config.jwtSecret ?? (await developmentSecret(config.dataDirectory)),
    wechatLogin: config.wechat && createWechatLogin(config.wechat),
  })
  let ending = false
  const app = await buildApp(parts, { draining: () => ending })
  await parts.answers.dropStaleDrafts()
  const address = await app.listen({ port: config.port, host: config.host }).catch((error) => {
    throw isAddressInUse(error) ? new AddressInUse(config.port) : error
  })
  return {
    address,
    end: async () => {
      ending = true
      await app.close()
      await database.close()
    },
  }
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
