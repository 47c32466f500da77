import type { Photo, PhotoUploads } from './photo-uploads'

/** Photos that one question may have; the contract's limit. */
export const PHOTO_LIMIT = 10

/** The photos chosen for the question that is being written. Their upload begins when they are chosen. */
export interface PhotoTray {
  readonly photos: readonly Photo[]
  /** Takes as many as there is room for, in order; says how many that were. */
  add(paths: readonly string[]): number
  remove(id: string): void
  /** Uploads a failed one again, unless the server refused it for good. */
  retry(id: string): void
  /** Hands all of them over to a question; the tray is empty then. */
  take(): Photo[]
  /** Lays the photos of a question back, before those chosen since. */
  putBack(photos: readonly Photo[]): void
}

/** `changed` is told when photos come or go; what happens to a single one is told by `uploads`. */
export function createPhotoTray(uploads: PhotoUploads, changed: () => void): PhotoTray {
  let photos: Photo[] = []
  let chosen = 0

  const replace = (next: Photo[]): void => {
    photos = next
    changed()
  }

  return {
    get photos() {
      return photos
    },
    add(paths) {
      const added = paths.slice(0, Math.max(0, PHOTO_LIMIT - photos.length)).map((source): Photo => {
        chosen += 1
        return {
          id: `photo-${chosen}`,
          source,
          state: 'waiting',
          progress: 0,
          refused: false,
          url: undefined,
        }
      })
      if (added.length === 0) return 0
      replace([...photos, ...added])
      for (const photo of added) uploads.start(photo)
      return added.length
    },
    remove(id) {
      const photo = photos.find((each) => each.id === id)
      if (photo === undefined) return
      replace(photos.filter((each) => each !== photo))
      uploads.cancel(photo)
    },
    retry(id) {
      const photo = photos.find((each) => each.id === id)
      if (photo?.state === 'failed' && !photo.refused) uploads.start(photo)
    },
    take() {
      const taken = photos
      replace([])
      return taken
    },
    putBack(returned) {
      const chosenSince = photos.filter((photo) => !returned.includes(photo))
      const all = [...returned, ...chosenSince]
      for (const beyond of all.slice(PHOTO_LIMIT)) uploads.cancel(beyond)
      replace(all.slice(0, PHOTO_LIMIT))
    },
  }
}
