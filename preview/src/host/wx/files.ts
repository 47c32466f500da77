import { WxFailure } from './call'

/** Temporary files: an image that was chosen is a blob address, which an `<image>` can show and an upload can read. */
const blobs = new Map<string, Blob>()

/** Keeps a file for the life of the page and gives its path. */
export function keepTemporaryFile(blob: Blob): string {
  const path = URL.createObjectURL(blob)
  blobs.set(path, blob)
  return path
}

/** The file at a temporary path or in the program's package. */
export async function readTemporaryFile(path: string): Promise<Blob> {
  const known = blobs.get(path)
  if (known !== undefined) return known
  const response = await fetch(path)
  if (!response.ok) throw new WxFailure(`no such file or directory, open "${path}"`)
  return response.blob()
}

export function forgetTemporaryFile(path: string): void {
  if (blobs.delete(path)) URL.revokeObjectURL(path)
}
