import { createWriteStream } from 'node:fs'
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const incomingSuffix = '.incoming'
const modelSuffix = '.model.jpg'
/** Milliseconds; far more than a request may take. */
const longestUpload = 60 * 60_000

/** The bytes of uploaded pages, one file each, named by its id. What is there is whole. */
export class FileStorage {
  private constructor(private readonly directory: string) {}

  /** Makes the folder where it is missing. */
  static async open(dataDirectory: string): Promise<FileStorage> {
    const directory = join(dataDirectory, 'files')
    await mkdir(directory, { recursive: true })
    return new FileStorage(directory)
  }

  /** Removes what uploads left that a crash cut off. A fresh one may be another server's, which is still taking it. */
  async clearIncoming(): Promise<void> {
    const incoming = (await readdir(this.directory)).filter((name) => name.endsWith(incomingSuffix))
    await Promise.all(incoming.map((name) => this.clearStale(join(this.directory, name))))
  }

  private async clearStale(path: string): Promise<void> {
    const found = await unlessMissing(stat(path))
    if (found !== undefined && Date.now() - found.mtimeMs > longestUpload) await rm(path, { force: true })
  }

  /** Writes an upload beside the whole files, until {@link keep} or {@link remove}. Rejects if the stream breaks. */
  async receive(id: string, bytes: Readable): Promise<void> {
    try {
      await pipeline(bytes, createWriteStream(this.incoming(id), { flush: true }))
    } catch (error) {
      await this.remove(id)
      throw error
    }
  }

  /** An upload that is not kept yet, whole: a header may stand anywhere in it. */
  received(id: string): Promise<Buffer> {
    return readFile(this.incoming(id))
  }

  /** Puts other bytes in the place of an upload that is not kept yet. */
  async replace(id: string, bytes: Buffer): Promise<void> {
    await writeFile(this.incoming(id), bytes, { flush: true })
  }

  /** Keeps a page as models get it, beside the page itself. */
  async keepForModel(id: string, bytes: Buffer): Promise<void> {
    await writeFile(this.incoming(this.forModel(id)), bytes)
    await rename(this.incoming(this.forModel(id)), this.path(this.forModel(id)))
  }

  /** `undefined` where the page was not made yet. */
  async readForModel(id: string): Promise<Buffer | undefined> {
    return unlessMissing(readFile(this.path(this.forModel(id))))
  }

  async keep(id: string): Promise<void> {
    await rename(this.incoming(id), this.path(id))
  }

  /** `undefined` where the bytes are gone. */
  async read(id: string): Promise<Buffer | undefined> {
    return unlessMissing(readFile(this.path(id)))
  }

  /** For reading piece by piece; the caller closes it. `undefined` where the bytes are gone. */
  async openFile(id: string): Promise<FileHandle | undefined> {
    return unlessMissing(open(this.path(id)))
  }

  /** Removes a file or an upload, where there is one. */
  async remove(id: string): Promise<void> {
    await rm(this.path(id), { force: true })
    await rm(this.path(this.forModel(id)), { force: true })
    await rm(this.incoming(id), { force: true })
  }

  private path(id: string): string {
    return join(this.directory, id)
  }

  private forModel(id: string): string {
    return `${id}${modelSuffix}`
  }

  private incoming(id: string): string {
    return this.path(id) + incomingSuffix
  }
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') {
      return undefined
    }
    throw error
  }
}
