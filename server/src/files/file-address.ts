import { createHmac, timingSafeEqual } from 'node:crypto'
import { plainFileUrl } from '../store/file-reference'
import { present } from '../store/identifiers'

/** How long an address stays good, in milliseconds: longer than a page stays open, shorter than a leak matters. */
const lifetime = 24 * 60 * 60 * 1000

/** What an address says about its own right to be opened. */
export interface FileSignature {
  /** Milliseconds since 1970. */
  expires: number
  signature: string
}

/** Signs file addresses, since an `<image>` can send no header. */
export class FileAddresses {
  private readonly key: Buffer

  /** The key is derived from the login's secret, so that neither gives the other away. */
  constructor(
    secret: string,
    private readonly now: () => number = present,
  ) {
    this.key = createHmac('sha256', secret).update('file addresses').digest()
  }

  /** An address that anybody who has it may open until it expires. */
  sign(id: string): string {
    const expires = this.now() + lifetime
    return `${plainFileUrl(id)}?expires=${expires}&signature=${this.signature(id, expires)}`
  }

  /** Whether the signature is ours, for this file, and not expired. */
  allows(id: string, { expires, signature }: FileSignature): boolean {
    if (expires < this.now()) return false
    const given = Buffer.from(signature)
    const expected = Buffer.from(this.signature(id, expires))
    return given.length === expected.length && timingSafeEqual(given, expected)
  }

  private signature(id: string, expires: number): string {
    return createHmac('sha256', this.key).update(`${id}\n${expires}`).digest('base64url')
  }
}
