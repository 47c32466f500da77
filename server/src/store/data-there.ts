import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { MAIN_FILE } from './empty-database'

/** There is no embedded database to work on; `message` is one line that says what to do. */
export class NoDataThere extends Error {
  override readonly name = 'NoDataThere'

  constructor(dataDirectory: string) {
    super(
      `${dataDirectory} holds no database: is it the server's DATA_DIR? Where the server has PostgreSQL, give DATABASE_URL as well.`,
    )
  }
}

/**
 * What works on a server's data makes none: in a wrong folder an empty database would look like one without users, and the next backup
 * would take it for the data. Rejects with {@link NoDataThere}. Only the server itself begins a database.
 */
export async function requireData(dataDirectory: string): Promise<void> {
  await access(join(dataDirectory, MAIN_FILE)).catch(() => {
    throw new NoDataThere(dataDirectory)
  })
}
