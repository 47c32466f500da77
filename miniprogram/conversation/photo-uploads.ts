import { errorMessage } from '../messages/zh-CN'
import type { Cancel, PictureEdit } from '../platform/ports'
import { errorCode, isRetryable, ownWords } from './error-code'
import type { PhotoFinding } from './photo-quality'
import { UNCHANGED } from './picture-edit'
import type { LearningPort } from './ports'

/** One photo of a question: chosen, on its way, or at the server. */
export interface Photo {
  readonly id: string
  /** What an `<image>` shows, and what is sent: a path on the device, or the server's signed address. */
  source: string
  /** The picture as it was chosen, to which it can be brought back. */
  chosen: string
  /** What `edit` is applied to: what was chosen, or what the host's own editor made of it. */
  base: string
  /** What was done to `base` to get `source`. */
  edit: PictureEdit
  /** What speaks against it; `undefined` where nothing does, or nobody could look. */
  finding: PhotoFinding | undefined
  state: 'waiting' | 'uploading' | 'uploaded' | 'failed'
  /** Whole per cent. */
  progress: number
  /** The server refused it for good (it is no picture, or too large), or it is gone: trying again cannot help. */
  refused: boolean
  /** The device has it no longer: what was chosen in an earlier run of the program may be cleared away. */
  gone: boolean
  /** Why it was refused, in words for a student; the server's own where it was the server. */
  why: string | undefined
  /** Where the server has what was chosen; `only`: nobody has it but the server. */
  chosenAt: { readonly url: string; readonly only: boolean } | undefined
  /** Where the device may have it still, of one that an earlier run of the program uploaded. */
  kept: string | undefined
  /** The server's address, once it is there. It outlives a failed send: no photo is uploaded twice. */
  url: string | undefined
}

/** A photo on the device that was just chosen. */
export function chosenPhoto(id: string, path: string): Photo {
  return { ...picture(id, path), state: 'waiting', progress: 0, url: undefined, chosenAt: undefined }
}

/** A photo that is at the server already; `source` is where an `<image>` finds it. */
export function uploadedPhoto(id: string, url: string, source: string, kept?: string): Photo {
  return {
    ...picture(id, source),
    state: 'uploaded',
    progress: 100,
    url,
    chosenAt: { url, only: true },
    kept,
  }
}

function picture(id: string, path: string) {
  const nothing = { finding: undefined, refused: false, gone: false, why: undefined, kept: undefined }
  return { id, source: path, chosen: path, base: path, edit: UNCHANGED, ...nothing }
}

/** A photo could not be uploaded; which one is told by its `state`. */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: string
  /** Only what the server says is wrong for ever cannot be tried again; no network, no time and no room pass. */
  readonly retryable: boolean
  /** Why it was refused. */
  readonly why: string | undefined
  constructor(cause: unknown) {
    super('a photo was not uploaded')
    const code = errorCode(cause)
    const isFinal = code === 'BAD_REQUEST' || code === 'FILE_GONE'
    this.retryable = !isFinal || isRetryable(cause)
    this.code = code === 'AUTH_ERROR' || !this.retryable ? code : 'UPLOAD_FAILED'
    this.why = code === 'FILE_GONE' ? errorMessage(code) : this.retryable ? undefined : ownWords(cause)
  }
}

/** Whether what is seen of a photo is a file on the device, which the host's own tools can open. */
export function isOnDevice({ source, chosen, chosenAt }: Photo): boolean {
  return source !== chosen || chosenAt?.only !== true
}

/** The server has a photo no longer: what the device has goes up again; without that it is gone. */
export function forgottenByServer(photo: Photo): void {
  const path = isOnDevice(photo) ? photo.source : photo.kept
  const isServers = photo.chosenAt?.only === true
  Object.assign(photo, {
    url: undefined,
    chosenAt: undefined,
    kept: undefined,
    progress: 0,
    state: 'waiting',
  })
  if (path === undefined) Object.assign(photo, { state: 'failed', refused: true, gone: true })
  else if (isServers) Object.assign(photo, { source: path, chosen: path, base: path, edit: UNCHANGED })
}

/** Takes photos to the server, a few at a time, in the order in which they were chosen. */
export interface PhotoUploads {
  /** Begins, or begins again after a failure; does nothing for a photo that is on its way or there. */
  start(photo: Photo): void
  /** Gives a photo up, wherever it stands. */
  cancel(photo: Photo): void
  /**
   * The program is in front again, or the network is back. The host may tell only now of what it cut meanwhile: what is under way goes
   * out once more where it fails.
   */
  comeBack(): void
  /** The addresses of all, in order, once each is there; a failed one is tried once more. Rejects with {@link UploadError}. */
  finish(photos: readonly Photo[]): Promise<string[]>
}

interface Job {
  readonly photo: Photo
  readonly done: Promise<string>
  begin(): void
  /** Gives it up before it began. */
  drop(): void
  /** Gives it up while it runs. */
  abort: Cancel
  /** It goes out once more where it fails. */
  again: boolean
}

/** `changed` is told after every step of a photo. `parallel`: uploads at once (WeChat allows 10 in all). */
export function createPhotoUploads(
  upload: LearningPort['upload'],
  changed: (photo: Photo) => void,
  parallel = 3,
): PhotoUploads {
  const jobs = new Map<Photo, Job>()
  const waiting: Job[] = []
  let running = 0

  const set = (photo: Photo, state: Photo['state'], progress: number): void => {
    photo.state = state
    photo.progress = progress
    changed(photo)
  }

  const pump = (): void => {
    while (running < parallel) {
      const next = waiting.shift()
      if (next === undefined) return
      running += 1
      next.begin()
    }
  }

  const carry = (job: Job) => {
    const { photo } = job
    const started = upload(photo.source, (percent) => {
      if (jobs.get(photo) === job && percent !== photo.progress) set(photo, 'uploading', percent)
    })
    job.abort = started.abort
    return started.result
  }

  const carried = async (job: Job) => {
    try {
      return await carry(job)
    } catch (error) {
      if (!job.again || jobs.get(job.photo) !== job || !new UploadError(error).retryable) throw error
      return carry(job)
    }
  }

  const run = async (job: Job): Promise<string> => {
    const { photo } = job
    set(photo, 'uploading', 0)
    try {
      const file = await carried(job)
      if (jobs.get(photo) !== job) throw new UploadError(undefined)
      photo.url = file.url
      if (photo.source === photo.chosen) photo.chosenAt = { url: file.url, only: false }
      set(photo, 'uploaded', 100)
      return file.url
    } catch (error) {
      const failure = new UploadError(error)
      // One that was given up may show another picture by now, which has an upload of its own.
      if (jobs.get(photo) === job) {
        photo.refused = !failure.retryable
        photo.gone = failure.code === 'FILE_GONE'
        photo.why = failure.why
        set(photo, 'failed', 0)
      }
      throw failure
    } finally {
      running -= 1
      if (jobs.get(photo) === job) jobs.delete(photo)
      pump()
    }
  }

  const enqueue = (photo: Photo): Promise<string> => {
    let begin = (): void => undefined
    let drop = (): void => undefined
    const turn = new Promise<void>((resolve, reject) => {
      begin = resolve
      drop = () => reject(new UploadError(undefined))
    })
    const done = turn.then(() => run(job))
    const job: Job = { photo, begin, drop, abort: () => undefined, again: false, done }
    jobs.set(photo, job)
    set(photo, 'waiting', 0)
    waiting.push(job)
    pump()
    return job.done
  }

  const addressOf = (photo: Photo): Promise<string> => {
    if (photo.url !== undefined) return Promise.resolve(photo.url)
    return jobs.get(photo)?.done ?? enqueue(photo)
  }

  const cancel = (photo: Photo): void => {
    const job = jobs.get(photo)
    if (job === undefined) return
    jobs.delete(photo)
    set(photo, 'failed', 0)
    const place = waiting.indexOf(job)
    if (place < 0) {
      job.abort()
      return
    }
    waiting.splice(place, 1)
    job.drop()
  }

  return {
    // Nobody waits for it yet: the photo's state tells of a failure, and `finish` tries it again.
    start: (photo) => void addressOf(photo).catch(() => undefined),
    cancel,
    comeBack() {
      for (const job of jobs.values()) job.again = true
    },
    finish: (photos) => Promise.all(photos.map(addressOf)),
  }
}
