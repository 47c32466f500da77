import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Where whole files are kept, each by its name. Nothing here is ever half there. */
export interface Shelf {
  /** Keeps what stands at this path of this machine, which is gone from there afterwards. */
  put(name: string, path: string): Promise<void>
  /** `undefined` where there is none. */
  read(name: string): Promise<Buffer | undefined>
  /** The same, piece by piece; the caller reads or destroys it. */
  open(name: string): Promise<Readable | undefined>
  /** Removes these, where they are there, and names those that were; a store that does not say which names all. */
  remove(names: readonly string[]): Promise<string[]>
}

/** A folder of this machine. */
export class FolderShelf implements Shelf {
  constructor(private readonly folder: string) {}

  put(name: string, path: string): Promise<void> {
    return rename(path, this.path(name))
  }

  read(name: string): Promise<Buffer | undefined> {
    return unlessMissing(readFile(this.path(name)))
  }

  async open(name: string): Promise<Readable | undefined> {
    const file = await unlessMissing(open(this.path(name)))
    return file?.createReadStream()
  }

  async remove(names: readonly string[]): Promise<string[]> {
    const removed: string[] = []
    for (const name of names) {
      if (await unlessMissing(rm(this.path(name)).then(() => true))) removed.push(name)
    }
    return removed
  }

  private path(name: string): string {
    return join(this.folder, name)
  }
}

/** `undefined` where there is no such file. */
export async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') {
      return undefined
    }
    throw error
  }
}
