import type { ModelImage } from '../model/model'
import { fileIdOf } from '../store/file-reference'
import type { FileRepository } from '../store/file-repository'
import type { FileLookup } from './file-lookup'
import type { ModelPages } from './model-pages'

/** {@link FileLookup} on this server's own uploads. */
export class StoredFileLookup implements FileLookup {
  constructor(
    private readonly files: FileRepository,
    private readonly pages: ModelPages,
  ) {}

  async resolve(userId: string, url: string): Promise<ModelImage | undefined> {
    const id = fileIdOf(url)
    if (id === undefined) return undefined
    const file = await this.files.find(id)
    if (file === undefined || file.user_id !== userId) return undefined
    return this.pages.read(file)
  }
}
