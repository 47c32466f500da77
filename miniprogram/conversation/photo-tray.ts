import { QUESTION_PAGES } from '../stream/question-contract'
import type { PhotoFinding } from './photo-quality'
import { chosenPhoto, type Photo, type PhotoUploads } from './photo-uploads'

/** What may become another in a photo that was edited. */
export type PhotoChange = Pick<Photo, 'source'> & Partial<Pick<Photo, 'chosen' | 'base' | 'edit'>>

/** The photos chosen for the question that is being written. Their upload begins when they are chosen. */
export interface PhotoTray {
  /** Photos that one question may have. */
  readonly limit: number
  readonly photos: readonly Photo[]
  /** Takes as many as there is room for, in order; says how many that were. */
  add(paths: readonly string[]): number
  remove(id: string): void
  /** Puts a photo to another place, counted from 0: the pages' numbers follow. */
  move(id: string, to: number): void
  /** Another picture in a photo's place, which waits for {@link upload}. What was on its way of it is given up. */
  change(id: string, change: PhotoChange): void
  /** Begins the upload of all that wait. */
  upload(): void
  /** Uploads a failed one again, unless the server refused it for good. */
  retry(id: string): void
  /** Hands all of them over to a question; the tray is empty then. */
  take(): Photo[]
  /** Another question's photos instead of these, which go on their way. */
  lay(photos: readonly Photo[]): void
  /** Whether these find room beside those that are here. An empty tray has room for any question, to be made smaller there. */
  hasRoomFor(photos: readonly Photo[]): boolean
  /** Lays the photos of a question back, which find room, before those chosen since. */
  putBack(photos: readonly Photo[]): void
}

/**
 * `changed` is told when photos come, go or change; what happens to their upload is told by `uploads`. `judge` says what
 * speaks against a picture on the device; `limit`, how many photos a question may have.
 */
export function createPhotoTray(
  uploads: PhotoUploads,
  judge: (path: string) => Promise<PhotoFinding | undefined>,
  changed: () => void,
  limit = () => QUESTION_PAGES,
): PhotoTray {
  let photos: Photo[] = []
  let chosen = 0

  const find = (id: string): Photo | undefined => photos.find((photo) => photo.id === id)

  const replace = (next: Photo[]): void => {
    photos = next
    changed()
  }

  /** One after the other: each is a whole photograph in the phone's memory. */
  let looking: Promise<unknown> = Promise.resolve()

  const look = (photo: Photo): void => {
    looking = looking.then(() => lookAt(photo))
  }

  const lookAt = async (photo: Photo): Promise<void> => {
    const { source } = photo
    if (!photos.includes(photo)) return
    const finding = await judge(source)
    if (photo.source !== source || photo.finding === finding) return
    photo.finding = finding
    if (photos.includes(photo)) changed()
  }

  /** These, and behind them those chosen since. */
  const withThose = (returned: readonly Photo[]): Photo[] => [
    ...returned,
    ...photos.filter((photo) => !returned.includes(photo)),
  ]

  /** Uploads what is neither at the server nor refused: also what an earlier run of the program left. */
  const startAll = (all: readonly Photo[]): void => {
    for (const photo of all) if (photo.state === 'waiting') uploads.start(photo)
  }

  return {
    get limit() {
      return limit()
    },
    get photos() {
      return photos
    },
    add(paths) {
      const added = paths.slice(0, Math.max(0, limit() - photos.length)).map((path): Photo => {
        chosen += 1
        return chosenPhoto(`photo-${chosen}`, path)
      })
      if (added.length === 0) return 0
      replace([...photos, ...added])
      for (const photo of added) {
        uploads.start(photo)
        look(photo)
      }
      return added.length
    },
    remove(id) {
      const photo = find(id)
      if (photo === undefined) return
      replace(photos.filter((each) => each !== photo))
      uploads.cancel(photo)
    },
    move(id, to) {
      const photo = find(id)
      if (photo === undefined || photos[to] === photo) return
      const others = photos.filter((each) => each !== photo)
      replace([...others.slice(0, to), photo, ...others.slice(to)])
    },
    change(id, change) {
      const photo = find(id)
      if (photo === undefined) return
      uploads.cancel(photo)
      if (change.chosen !== undefined && change.chosen !== photo.chosen) photo.chosenAt = undefined
      const nothing = { refused: false, gone: false, why: undefined, finding: undefined }
      Object.assign(photo, change, nothing)
      photo.url = photo.source === photo.chosen ? photo.chosenAt?.url : undefined
      photo.state = photo.url === undefined ? 'waiting' : 'uploaded'
      photo.progress = photo.url === undefined ? 0 : 100
      changed()
      look(photo)
    },
    upload() {
      startAll(photos)
    },
    retry(id) {
      const photo = find(id)
      if (photo?.state === 'failed' && !photo.refused) uploads.start(photo)
    },
    take() {
      const taken = photos
      replace([])
      return taken
    },
    lay(laid) {
      replace([...laid])
      startAll(laid)
    },
    hasRoomFor: (others) => photos.length === 0 || withThose(others).length <= limit(),
    putBack(returned) {
      replace(withThose(returned))
      startAll(photos)
    },
  }
}
