import { errorCode } from '../../../errors/error-code'

/** What reads pages on this machine: an optional part of the installation, 88 MB that a server with a model never loads. */
const PARTS = ['tesseract.js', '@tesseract.js-data/chi_sim', '@tesseract.js-data/eng']

/** Whether pages can be read on this machine. */
export function isReaderInstalled(): boolean {
  try {
    for (const part of PARTS) require.resolve(`${part}/package.json`)
    return true
  } catch (error) {
    if (isNotInstalled(error)) return false
    throw error
  }
}

/** Whether it is a package that is missing. */
export function isNotInstalled(error: unknown): boolean {
  return errorCode(error) === 'MODULE_NOT_FOUND'
}
