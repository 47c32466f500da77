import { openStorage } from '../files/open-storage'
import { moveIn } from '../operate/backup/move-in'
import { startFailure } from '../operate/start-failure'
import { type Config, readConfig } from '../settings/config'
import { keepFilesPrivate } from '../settings/private-files'
import { AnswerRepository } from '../store/answer-repository'
import { NoDataThere, requireData } from '../store/data-there'
import { openDatabase } from '../store/database'
import { JobOverview } from '../store/job-overview'
import { DatabaseNotEmpty } from '../store/move-rows'
import { UsageRepository } from '../store/usage-repository'
import { UserRepository } from '../store/user-repository'
import { AdminError, adminHelp, administer, asksForHelp } from './admin-commands'

/** Errors whose message is all that is to be said. */
const EXPLAINED = [AdminError, NoDataThere, DatabaseNotEmpty]

/**
 * `npm run admin -- …`, and `node dist/server/admin.js …` where only the build is: reads and changes the database of the environment's
 * settings, also while a server runs on it. What only a server in production needs may be missing.
 */
async function main(typed: readonly string[]): Promise<void> {
  keepFilesPrivate()
  let config: Config | undefined
  try {
    config = readConfig({ ...process.env, NODE_ENV: undefined })
    console.log(await run(config, typed))
  } catch (error) {
    const isExplained = EXPLAINED.some((known) => error instanceof known)
    console.error(isExplained && error instanceof Error ? error.message : startFailure(error, config))
    process.exitCode = 1
  }
}

async function run(config: Config, typed: readonly string[]): Promise<string> {
  if (asksForHelp(typed)) return adminHelp
  if (config.databaseUrl === undefined) await requireData(config.dataDirectory)
  const database = await openDatabase(config)
  try {
    return await administer(
      {
        users: new UserRepository(database),
        usage: new UsageRepository(database),
        jobOverview: new JobOverview(database),
        answers: new AnswerRepository(database, { warn: (_details, message) => console.error(message) }),
        storage: await openStorage(config),
        database,
        dailyAnswers: config.dailyAnswers,
        ...(config.databaseUrl !== undefined && { moveIn: () => moveIn(config, database) }),
      },
      typed,
    )
  } finally {
    await database.close()
  }
}

void main(process.argv.slice(2))
