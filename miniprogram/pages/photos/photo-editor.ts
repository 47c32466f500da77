import type { PhotoTray } from '../../conversation/photo-tray'
import type { Photo } from '../../conversation/photo-uploads'
import { cropped, turned, UNCHANGED } from '../../conversation/picture-edit'
import { SENT_SIDE } from '../../conversation/prepared-upload'
import type { PictureBox, PictureEdit, Pictures } from '../../platform/ports'
import { isWhole } from './crop-box'

/** Looks at one photo of the tray after the other and changes them. What was chosen can always be brought back. */
export interface PhotoEditor {
  /** The photo that is looked at; `undefined` where the tray is empty. */
  readonly photo: Photo | undefined
  /** Its place, counted from 0. */
  readonly index: number
  /** It is no longer as it was chosen. */
  readonly isChanged: boolean
  show(id: string): void
  /** Rejects with a `HostFailure` where the host cannot draw; the photo is as it was then. */
  turn(direction: 'left' | 'right'): Promise<void>
  /** Keeps a part of what is seen; rejects as {@link turn} does. */
  crop(box: PictureBox): Promise<void>
  /** Resolves when everything that was wanted is drawn, or could not be: until then a photo is still as it was. */
  drawn(): Promise<void>
  /** Lays another picture in its place: taken again, or made by the host's own editor of what was chosen. */
  replace(path: string, from: 'camera' | 'editor'): void
  restore(): void
  remove(): void
  /** Puts it before or behind its neighbour. */
  step(by: -1 | 1): void
}

/** `tray` tells its own changes; `shown` is told when another photo is looked at. */
export function createPhotoEditor(tray: PhotoTray, pictures: Pictures, shown: () => void): PhotoEditor {
  let id = tray.photos[0]?.id
  /** What the student wants of a photo that is still being drawn: quick taps add up. */
  const wanted = new Map<Photo, PictureEdit>()

  const current = (): Photo | undefined => tray.photos.find((photo) => photo.id === id) ?? tray.photos[0]

  const show = (next: string | undefined): void => {
    id = next
    shown()
  }

  const drawing = new Set<Promise<unknown>>()

  const apply = (photo: Photo, edit: PictureEdit): Promise<void> => {
    const work = draw(photo, edit)
    const over: Promise<unknown> = work.catch(() => undefined).then(() => drawing.delete(over))
    drawing.add(over)
    return work
  }

  const draw = async (photo: Photo, edit: PictureEdit): Promise<void> => {
    const { base } = photo
    wanted.set(photo, edit)
    try {
      const source = await pictures.draw(base, edit, SENT_SIDE)
      if (wanted.get(photo) === edit && photo.base === base) tray.change(photo.id, { source, edit })
    } finally {
      if (wanted.get(photo) === edit) wanted.delete(photo)
    }
  }

  /** What is cut is what is seen; a quarter turn that is not drawn yet comes after it. */
  const cut = (photo: Photo, box: PictureBox): PictureEdit => {
    let edit = cropped(photo.edit, box)
    const { turns } = wanted.get(photo) ?? edit
    while (edit.turns !== turns) edit = turned(edit, 'right')
    return edit
  }

  return {
    get photo() {
      return current()
    },
    get index() {
      const photo = current()
      return photo === undefined ? -1 : tray.photos.indexOf(photo)
    },
    get isChanged() {
      const photo = current()
      return photo !== undefined && photo.source !== photo.chosen
    },
    show,
    async turn(direction) {
      const photo = current()
      if (photo !== undefined) await apply(photo, turned(wanted.get(photo) ?? photo.edit, direction))
    },
    async crop(box) {
      const photo = current()
      if (photo !== undefined && !isWhole(box)) await apply(photo, cut(photo, box))
    },
    async drawn() {
      await Promise.all(drawing)
    },
    replace(path, from) {
      const photo = current()
      if (photo === undefined) return
      wanted.delete(photo)
      const chosen = from === 'camera' ? path : photo.chosen
      tray.change(photo.id, { source: path, base: path, chosen, edit: UNCHANGED })
    },
    restore() {
      const photo = current()
      if (photo === undefined) return
      wanted.delete(photo)
      tray.change(photo.id, { source: photo.chosen, base: photo.chosen, edit: UNCHANGED })
    },
    remove() {
      const photo = current()
      if (photo === undefined) return
      const at = tray.photos.indexOf(photo)
      const next = tray.photos[at + 1] ?? tray.photos[at - 1]
      tray.remove(photo.id)
      show(next?.id)
    },
    step(by) {
      const photo = current()
      if (photo === undefined) return
      const to = tray.photos.indexOf(photo) + by
      if (to >= 0 && to < tray.photos.length) tray.move(photo.id, to)
    },
  }
}
