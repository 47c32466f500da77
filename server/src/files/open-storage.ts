import type { Config } from '../settings/config'
import { FileStorage } from './file-storage'

/** The pages of students, where the settings say that they are kept. S3's client is loaded only where it is needed. */
export async function openStorage({
  dataDirectory,
  s3,
}: Pick<Config, 'dataDirectory' | 's3'>): Promise<FileStorage> {
  if (s3 === undefined) return FileStorage.open(dataDirectory)
  const { S3Shelf } = await import('./s3-shelf')
  return FileStorage.open(dataDirectory, await S3Shelf.open(s3))
}
