import { once } from 'node:events'
import { createServer } from 'node:net'

/** The port is taken; `message` is one line that says what to do. */
export class AddressInUse extends Error {
  override readonly name = 'AddressInUse'

  /** `setting`: the variable that chooses the port. */
  constructor(port: number, setting: string) {
    super(
      `Port ${port} is already in use. End the program that uses it, or choose another port, for example ${setting}=${port + 10}.`,
    )
  }
}

/**
 * Rejects with {@link AddressInUse} where the port is taken. Asked before the data is: whoever starts the same server twice is
 * told of the port, by which both can be told apart.
 */
export async function checkAddress(
  { port, host }: { port: number; host: string },
  setting = 'PORT',
): Promise<void> {
  const probe = createServer()
  try {
    probe.listen(port, host)
    await once(probe, 'listening')
  } catch (error) {
    throw addressError(error, port, setting)
  } finally {
    probe.close()
  }
}

/** What kept a server from listening: {@link AddressInUse}, or the error as it is. */
export function addressError(error: unknown, port: number, setting = 'PORT'): unknown {
  const isInUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  return isInUse ? new AddressInUse(port, setting) : error
}
