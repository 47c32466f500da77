import { ConfigError } from '../../settings/config'
import { backUp } from './backup'
import { runCommand } from './run-command'

/** `npm run backup -- FILE` */
void runCommand('backup', async (file, { dataDirectory, databaseUrl, s3 }) => {
  if (databaseUrl !== undefined) {
    throw new ConfigError(
      'DATABASE_URL is set: back up PostgreSQL by pg_dump, and the pages in DATA_DIR by tar (docs/operate.md)',
    )
  }
  const { pages, missing } = await backUp(dataDirectory, file, s3, (line) => console.error(line))
  const told = `${dataDirectory} is backed up in ${file}: the database and ${pages} pages`
  return missing === 0 ? told : `${told}; the bytes of ${missing} more were not found`
})
