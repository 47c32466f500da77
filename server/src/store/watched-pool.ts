import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import { Client, type ClientConfig, DatabaseError, Pool } from 'pg'
import { StoreAway } from '../errors/store-away'
import { numbersAsNumbers } from './postgres-numbers'

/** Milliseconds after which a query without an answer has none: its connection is given up, and the next one is opened. */
const SILENCE = 3000
/** Milliseconds until a new connection is there. */
const CONNECT = 2000
/** Milliseconds that a query waits for others to give their connection back. */
const QUEUE = 10_000

/**
 * SQLSTATEs, whole or their classes, by which PostgreSQL says that it is going, coming or full, not that a statement is
 * wrong: connection exceptions, insufficient resources, an operator's intervention, a session that was ended, one that
 * only reads since another server leads now.
 */
const AWAY = ['08', '53', '57P', '25P03', '25006']

interface WatchedPoolOptions {
  connectionString: string
  /** Connections at the most. */
  max: number
  /** Settings of each session, as `-c name=value`. */
  settings?: string
  /** Told when a connection breaks; the next query opens another. */
  onConnectionLost: (error: Error) => void
}

/**
 * Connections to PostgreSQL of which none stays that does not answer: neither a restart, nor a network that falls silent
 * without a word, is more than some queries that reject with {@link StoreAway}.
 */
export class WatchedPool implements PostgresPool {
  private readonly pool: Pool

  constructor({ connectionString, max, settings = '', onConnectionLost }: WatchedPoolOptions) {
    this.pool = new Pool({
      connectionString,
      max,
      connectionTimeoutMillis: QUEUE,
      Client: PromptClient,
      types: numbersAsNumbers,
      keepAlive: true,
      // Else the locks of a transaction outlive the connection that was given up, and its next attempt waits for them.
      options: `-c idle_in_transaction_session_timeout=${SILENCE} ${settings}`,
    })
    // One that is in use has no other listener: its error would end the process.
    this.pool.on('connect', (client) => client.on('error', onConnectionLost))
    // Of an idle one both tell.
    this.pool.on('error', () => undefined)
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      return new WatchedClient(await this.pool.connect())
    } catch (error) {
      throw isAway(error) ? new StoreAway(error) : error
    }
  }

  end(): Promise<void> {
    return this.pool.end()
  }
}

/** The pool gives its own limit, which is that of the queue, to its connections, too. */
class PromptClient extends Client {
  constructor(config?: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT })
  }
}

type Lent = PostgresPoolClient & { release(broken?: boolean): void }

/** One connection for as long as it is lent. After its first failure nothing more is asked of it. */
class WatchedClient implements PostgresPoolClient {
  private failure: StoreAway | undefined

  constructor(private readonly client: Lent) {}

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(
    statement: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof statement !== 'string') return this.client.query(statement)
    return this.ask(() => this.client.query<R>(statement, parameters))
  }

  release(): void {
    this.client.release(this.failure !== undefined)
  }

  private async ask<T>(query: () => Promise<T>): Promise<T> {
    if (this.failure !== undefined) throw this.failure
    try {
      return await answerOf(query())
    } catch (error) {
      if (!isAway(error)) throw error
      this.failure = new StoreAway(error)
      throw this.failure
    }
  }
}

/** The answer, or a rejection when there is none in time. */
function answerOf<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // What has arrived while this process was busy is read first.
      setImmediate(() => reject(new Error('PostgreSQL is silent')))
    }, SILENCE)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Whether it is the connection, or the server as a whole, that failed; a wrong value is refused before it is sent. */
function isAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return AWAY.some((state) => error.code?.startsWith(state))
  return error instanceof Error && !(error instanceof TypeError) && !(error instanceof RangeError)
}
