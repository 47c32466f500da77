import { CompiledQuery, type Kysely, type Transaction } from 'kysely'
import { StoreAway } from '../errors/store-away'
import { isBusy } from './embedded-file'
import { PATIENCE, whileLocked } from './patience'
import type { Schema } from './schema'

/** What share a commit at the most: all else of this process waits until they are done. */
const MOST_TOGETHER = 16

const SAVEPOINT = CompiledQuery.raw('savepoint member')
const ROLL_BACK = CompiledQuery.raw('rollback to member')
const RELEASE = CompiledQuery.raw('release member')

/** One of those that share a commit. */
interface Member {
  /** Does its work, and gives what tells its caller of that; rejects where the work is to be undone. */
  attempt(transaction: Transaction<Schema>): Promise<() => void>
  reject(error: unknown): void
}

/**
 * Commits of the embedded database, which wait for the disk, shared by those who write in the same turn of the event loop.
 * Each is undone by itself where it fails, and told of its success only when the disk has it.
 */
export class SharedCommits {
  private readonly waiting: Member[] = []
  private writing = false

  constructor(private readonly database: Kysely<Schema>) {}

  /** Resolves when `work` is on the disk. It may be done again after it was undone. */
  add<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = async (transaction: Transaction<Schema>) => {
        const value = await work(transaction)
        return () => resolve(value)
      }
      this.waiting.push({ attempt, reject })
      if (!this.writing) this.writeLater()
    })
  }

  private writeLater(): void {
    this.writing = true
    setImmediate(() => {
      const goOn = () => {
        this.writing = false
        if (this.waiting.length > 0) this.writeLater()
      }
      this.commit(this.waiting.splice(0, MOST_TOGETHER)).then(goOn, goOn)
    })
  }

  /** Never rejects. */
  private async commit(members: readonly Member[]): Promise<void> {
    try {
      const told = await whileLocked(PATIENCE, () =>
        this.database.transaction().execute((transaction) => attemptAll(transaction, members)),
      )
      for (const tell of told) tell()
    } catch (error) {
      await this.failed(members, error)
    }
  }

  /** A database that is away is so for each of them; what else fails a commit may be the fault of one. */
  private async failed(members: readonly Member[], error: unknown): Promise<void> {
    if (members.length === 1 || error instanceof StoreAway) {
      for (const member of members) member.reject(error)
    } else {
      for (const member of members) await this.commit([member])
    }
  }
}

async function attemptAll(
  transaction: Transaction<Schema>,
  members: readonly Member[],
): Promise<(() => void)[]> {
  const [alone] = members
  if (alone !== undefined && members.length === 1) return [await alone.attempt(transaction)]
  const told: (() => void)[] = []
  for (const member of members) told.push(await attemptOne(transaction, member))
  return told
}

async function attemptOne(transaction: Transaction<Schema>, member: Member): Promise<() => void> {
  await transaction.executeQuery(SAVEPOINT)
  let tell: () => void
  try {
    tell = await member.attempt(transaction)
  } catch (error) {
    // Such an error may have ended the whole transaction.
    if (isBusy(error) || error instanceof StoreAway) throw error
    await transaction.executeQuery(ROLL_BACK)
    tell = () => member.reject(error)
  }
  await transaction.executeQuery(RELEASE)
  return tell
}
