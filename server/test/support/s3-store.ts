import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

/**
 * One bucket of an S3-compatible store, in memory, with addresses in path style. It checks each signature (AWS Signature Version 4) and
 * that the bytes are those that were signed, as real ones do and the stub of the registry does not.
 */
export class S3Store {
  readonly objects = new Map<string, Buffer>()
  /** What it answers to everything, where that is something. */
  failing: number | undefined
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy())
  })

  constructor(
    readonly settings = { bucket: 'pages', accessKey: 'a key', secretKey: 'a secret', region: 'eu-1' },
  ) {}

  /** Resolves with the settings that lead to it. */
  async open(): Promise<Record<string, string>> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    const { port } = this.server.address() as AddressInfo
    const { bucket, accessKey, secretKey, region } = this.settings
    return {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY: accessKey,
      S3_SECRET_KEY: secretKey,
      S3_REGION: region,
    }
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const { pathname } = new URL(request.url ?? '', 'http://store')
    const prefix = `/${this.settings.bucket}/`
    const refuse = (status: number, code: string) =>
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<Error><Code>${code}</Code></Error>`)
    if (this.failing !== undefined) refuse(this.failing, 'InternalError')
    else if (!this.isSigned(request, body)) refuse(403, 'SignatureDoesNotMatch')
    else if (!pathname.startsWith(prefix)) refuse(404, 'NoSuchBucket')
    else this.serve(request.method, pathname.slice(prefix.length), body, response, refuse)
  }

  private serve(
    method: string | undefined,
    key: string,
    body: Buffer,
    response: ServerResponse,
    refuse: (status: number, code: string) => void,
  ): void {
    const object = this.objects.get(key)
    if (method === 'PUT') {
      this.objects.set(key, body)
      response.writeHead(200).end()
    } else if (method === 'DELETE') {
      this.objects.delete(key)
      response.writeHead(204).end()
    } else if (object === undefined) refuse(404, 'NoSuchKey')
    else response.writeHead(200, { 'content-length': object.length }).end(object)
  }

  private isSigned({ method = '', url = '', headers }: IncomingMessage, body: Buffer): boolean {
    const told =
      /Credential=(.*)\/(\d{8})\/(.*)\/s3\/aws4_request, ?SignedHeaders=(.*), ?Signature=(.*)$/.exec(
        headers.authorization ?? '',
      )
    const [, accessKey, day = '', region, names = '', signature = ''] = told ?? []
    const payload = String(headers['x-amz-content-sha256'])
    if (accessKey !== this.settings.accessKey || region !== this.settings.region) return false
    if (payload !== 'UNSIGNED-PAYLOAD' && payload !== hash(body)) return false
    const [path = '', query = ''] = url.split('?')
    const parameters = query.split('&').sort().join('&')
    const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
    const request = [method, path, parameters, signed.join(''), names, payload].join('\n')
    const scope = `${day}/${region}/s3/aws4_request`
    const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(request)].join('\n')
    const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
      (made, part) => hmac(made, part),
      `AWS4${this.settings.secretKey}`,
    )
    const [expected, given] = [hmac(key, text), Buffer.from(signature, 'hex')]
    return expected.length === given.length && timingSafeEqual(expected, given)
  }
}
