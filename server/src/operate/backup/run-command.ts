import { resolve } from 'node:path'
import { type Config, readDataSettings } from '../../settings/config'
import { keepFilesPrivate } from '../../settings/private-files'

type Settings = Pick<Config, 'dataDirectory' | 'databaseUrl' | 's3'>

/**
 * Runs a command that takes one FILE and works on DATA_DIR. Prints what it says, or one line that says what is wrong, and
 * sets the exit code.
 */
export async function runCommand(
  name: string,
  work: (file: string, settings: Settings) => Promise<string>,
): Promise<void> {
  keepFilesPrivate()
  const [file, ...rest] = process.argv.slice(2)
  if (file === undefined || file.startsWith('-') || rest.length > 0) {
    console.error(`npm run ${name} -- FILE (DATA_DIR names the server's folder)`)
    process.exitCode = 2
    return
  }
  try {
    // npm changes the folder; the caller means its own.
    const { INIT_CWD: from = process.cwd() } = process.env
    console.log(await work(resolve(from, file), readDataSettings(process.env)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
