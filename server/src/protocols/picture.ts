import { AnswerError } from '../answer/answer-error'
import { fileIdOf } from '../store/file-reference'

/** A picture of a question, as it came: an address of ours, or its bytes. */
export type Picture = { url: string } | { bytes: Buffer }

/** An address of ours, or a data URL (RFC 2397). Nothing is fetched: throws `BAD_REQUEST` for every other one. */
export function pictureAt(url: string): Picture {
  if (fileIdOf(url) !== undefined) return { url }
  const [head, comma] = [url.slice(0, url.indexOf(',')), url.indexOf(',')]
  if (!/^data:/i.test(head) || comma < 0) throw new AnswerError('BAD_REQUEST')
  const data = url.slice(comma + 1)
  return /;\s*base64$/i.test(head)
    ? pictureOf(percentDecoded(data).toString('latin1'))
    : { bytes: percentDecoded(data) }
}

/** What it is, and whether it is one, its bytes tell. Throws `BAD_REQUEST` where the text is no Base64. */
export function pictureOf(base64: string): Picture {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 0 || !/^[\w+/=\s-]*$/.test(base64)) throw new AnswerError('BAD_REQUEST')
  return { bytes }
}

/** `%3D` and its like stand for one byte each; Base64 of a picture has none as a rule, and is not looked through twice. */
function percentDecoded(text: string): Buffer {
  if (!text.includes('%')) return Buffer.from(text, 'latin1')
  return Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
