import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { FolderShelf, type Shelf, unlessMissing } from './shelf'
import { streamToFile } from './stream-to-file'

const incomingSuffix = '.incoming'
const modelSuffix = '.model.jpg'
/** Milliseconds; far more than a request may take. */
const longestUpload = 60 * 60_000

/** The bytes of uploaded pages, one file each, named by its id. What is there is whole. */
export class FileStorage {
  private constructor(
    private readonly directory: string,
    /** Where they are kept that are whole. */
    readonly shelf: Shelf,
  ) {}

  /** Makes the folder where it is missing, in which uploads come in; `shelf`: where they go then, if not there as well. */
  static async open(dataDirectory: string, shelf?: Shelf): Promise<FileStorage> {
    const directory = join(dataDirectory, 'files')
    await mkdir(directory, { recursive: true })
    return new FileStorage(directory, shelf ?? new FolderShelf(directory))
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
      await streamToFile(bytes, this.incoming(id))
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
    await this.shelf.put(this.forModel(id), this.incoming(this.forModel(id)))
  }

  /** `undefined` where the page was not made yet. */
  async readForModel(id: string): Promise<Buffer | undefined> {
    return this.shelf.read(this.forModel(id))
  }

  async keep(id: string): Promise<void> {
    await this.shelf.put(id, this.incoming(id))
  }

  /** `undefined` where the bytes are gone. */
  async read(id: string): Promise<Buffer | undefined> {
    return this.shelf.read(id)
  }

  /** For reading piece by piece; the caller reads or destroys it. `undefined` where the bytes are gone. */
  async openFile(id: string): Promise<Readable | undefined> {
    return this.shelf.open(id)
  }

  /** Removes a file or an upload, where there is one. False where there was no file. */
  async remove(id: string): Promise<boolean> {
    await rm(this.incoming(id), { force: true })
    return (await this.shelf.remove([id, this.forModel(id)])).includes(id)
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
