import type { ModelImage } from '../model/model'

/** Where an answer gets a student's pages from. */
export interface FileLookup {
  /**
   * The uploaded page behind `url`, read whole.
   * `undefined` unless `url` is a `/api/v1/files/…` address of a file that belongs to this user; its signature
   * and expiry do not matter here, since the owner asks.
   */
  resolve(userId: string, url: string): Promise<ModelImage | undefined>
}
