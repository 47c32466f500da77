import type { Correction } from '../../../typings/protocol'
import { NOTHING_MARKED } from '../../conversation/nothing-marked'
import { savedOf, type Turn } from '../../conversation/turn'
import type { Size } from '../../platform/ports'

/** How a screen is divided: one column; two panes on a low one, as a phone on its side; two panes on a wide one. */
export type Division = 'one' | 'low' | 'wide'

/** Pixels: from this width on a tablet or PC has two panes. */
const WIDE = 900
/** Below this height a screen is low, and from this width on it has two panes. */
const LOW = 500
const LOW_PANES = 700

/** How a window of that size is divided. */
export function division({ width, height }: Size): Division {
  if (height < LOW) return width >= LOW_PANES ? 'low' : 'one'
  return width >= WIDE ? 'wide' : 'one'
}

/** What stands in the pane left of the answer. */
export interface PaneView {
  division: Division
  /** Nothing where there is one column, or a low screen and no page to show. `marks`: pages with what was marked on them. */
  pane: '' | 'photos' | 'marks' | 'notebook'
  /** The question whose pages stand there. */
  paneTurn: string
  panePhotos: string[]
  paneCorrection: Correction
}

/**
 * The pages asked about last, else the notebook where there is room for it. Marked pages stand in the answer itself on a low
 * screen, whose pane is too small to tap on a line of them.
 */
export function paneView(divided: Division, turns: readonly Turn[]): PaneView {
  const none = { division: divided, paneTurn: '', panePhotos: [], paneCorrection: NOTHING_MARKED }
  if (divided === 'one') return { ...none, pane: '' }
  const photographed = [...turns]
    .reverse()
    .find(({ photos, asking }) => photos.length > 0 && (divided === 'wide' || asking.mode !== 'check'))
  if (photographed === undefined) return { ...none, pane: divided === 'wide' ? 'notebook' : '' }
  const { requestId, photos, asking } = photographed
  return {
    division: divided,
    pane: asking.mode === 'check' ? 'marks' : 'photos',
    paneTurn: requestId,
    panePhotos: photos.map(({ source }) => source),
    paneCorrection: savedOf(photographed)?.extras?.correction ?? NOTHING_MARKED,
  }
}

/** Whether the same stands beside the answer: nothing is to be sent to the page. */
export function isSamePane(one: PaneView, other: PaneView): boolean {
  return (
    one.division === other.division &&
    one.pane === other.pane &&
    one.paneTurn === other.paneTurn &&
    one.paneCorrection === other.paneCorrection &&
    one.panePhotos.length === other.panePhotos.length &&
    one.panePhotos.every((photo, place) => photo === other.panePhotos[place])
  )
}
