import type { PhotoTray } from './photo-tray'

/** How the host lets a student choose photos. */
export interface PhotoChoice {
  /** Photos that one choice gives at most; what was chosen beyond is cut off by the host without a word. */
  readonly limit: number
  choose(): Promise<string[]>
  /** Asks whether to choose again: so many came, so many more find room. */
  goOn(chosen: number, room: number): Promise<boolean>
}

/**
 * Puts what is chosen into the tray, and asks again where the host's own limit may have cut the rest off. Gives the number
 * of photos that found no room; rejects as `choose` does.
 */
export async function fillTray(tray: PhotoTray, choice: PhotoChoice): Promise<number> {
  for (;;) {
    const paths = await choice.choose()
    const added = tray.add(paths)
    if (added < paths.length) return paths.length - added
    const room = tray.limit - tray.photos.length
    const mayBeCut = paths.length >= choice.limit && room > 0
    if (!mayBeCut || !(await choice.goOn(added, room))) return 0
  }
}
