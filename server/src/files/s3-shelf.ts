import { readFile, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { S3Config } from '../settings/config'
import { BucketAway } from './bucket-away'
import type { Shelf } from './shelf'

type Library = typeof import('./s3-client')

/** Milliseconds until a connection is there, and without a byte. */
const CONNECT = 3000
const SILENCE = 10_000

/** A bucket of any S3-compatible store, for servers that share no folder. What it does not do now rejects with {@link BucketAway}. */
export class S3Shelf implements Shelf {
  static async open(config: S3Config): Promise<S3Shelf> {
    const library = await import('./s3-client')
    const client = new library.S3Client({
      endpoint: config.endpoint,
      region: config.region,
      credentials: { accessKeyId: config.accessKey, secretAccessKey: config.secretKey },
      // Most stores have one name for all buckets.
      forcePathStyle: true,
      // Many of them refuse, or ignore, the checksums that are AWS's own.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT, socketTimeout: SILENCE },
    })
    return new S3Shelf(library, client, config.bucket)
  }

  private constructor(
    private readonly library: Library,
    private readonly client: InstanceType<Library['S3Client']>,
    private readonly bucket: string,
  ) {}

  async put(name: string, path: string): Promise<void> {
    const Body = await readFile(path)
    await this.ask(() =>
      this.client.send(new this.library.PutObjectCommand({ Bucket: this.bucket, Key: keyOf(name), Body })),
    )
    await rm(path, { force: true })
  }

  async read(name: string): Promise<Buffer | undefined> {
    const stream = await this.open(name)
    return stream && this.ask(() => buffer(stream))
  }

  async open(name: string): Promise<Readable | undefined> {
    const found = await this.ask(async () => {
      try {
        return await this.client.send(
          new this.library.GetObjectCommand({ Bucket: this.bucket, Key: keyOf(name) }),
        )
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    })
    return found?.Body instanceof Readable ? found.Body : undefined
  }

  /** One by one: a call for many needs a checksum that not every store knows. Of none it is told whether it was there. */
  async remove(names: readonly string[]): Promise<string[]> {
    for (const name of names) {
      await this.ask(() =>
        this.client.send(new this.library.DeleteObjectCommand({ Bucket: this.bucket, Key: keyOf(name) })),
      )
    }
    return [...names]
  }

  private async ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } catch (error) {
      throw new BucketAway(this.bucket, error)
    }
  }
}

function keyOf(name: string): string {
  return `files/${name}`
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound')
}
