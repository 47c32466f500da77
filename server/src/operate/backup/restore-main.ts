import { ConfigError } from '../../settings/config'
import { restore } from './restore'
import { runCommand } from './run-command'

/** `npm run restore -- FILE` */
void runCommand('restore', async (file, { dataDirectory, databaseUrl, s3 }) => {
  if (databaseUrl !== undefined) {
    throw new ConfigError(
      'DATABASE_URL is set: a backup is of the embedded database; PostgreSQL has pg_restore (docs/operate.md)',
    )
  }
  await restore(file, dataDirectory, s3)
  return `${file} is restored in ${dataDirectory}`
})
