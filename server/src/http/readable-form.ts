import { badRequest } from '../errors/http-error'

/**
 * What a form may have beside the size of its file. Its fields mean nothing here and are kept until its end, in memory: what is longer is
 * cut (bytes).
 */
export const FORM_LIMITS = { files: 1, fields: 10, fieldSize: 4096 } as const

/**
 * A form that breaks off or has no form is its sender's fault, who is told `message`; what has a status already, or is the
 * operating system's, is not.
 */
export async function readable<T>(reading: Promise<T>, message: string): Promise<T> {
  try {
    return await reading
  } catch (error) {
    const known = typeof error === 'object' && error !== null
    throw known && ('statusCode' in error || 'syscall' in error) ? error : badRequest(message, error)
  }
}
