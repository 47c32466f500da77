import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

interface FileOptions {
  /** What changes the bytes on their way. */
  through?: NodeJS.ReadWriteStream
  /** The rights of a file that is made. */
  mode?: number
  /** `wx` refuses a file that is there. */
  flags?: 'w' | 'wx'
}

/**
 * Writes a stream into a file that the disk then has. It settles when the file is closed, also where it rejects: `pipeline` alone
 * rejects while the file is still being opened, so that a busy server made it after its removal.
 */
export async function streamToFile(
  source: AsyncIterable<unknown>,
  path: string,
  { through, ...options }: FileOptions = {},
): Promise<void> {
  const file = createWriteStream(path, { ...options, flush: true })
  const closed = new Promise<void>((resolve) => file.once('close', resolve))
  try {
    await (through === undefined ? pipeline(source, file) : pipeline(source, through, file))
  } finally {
    await closed
  }
}
