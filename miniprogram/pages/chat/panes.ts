import type { Turn } from '../../conversation/turn'
import type { Size } from '../../platform/wx-window'

/** How a screen is divided: one column; two panes on a low one, as a phone on its side; two panes on a wide one. */
export type Division = 'one' | 'low' | 'wide'

/** Pixels: from this width on a tablet or PC has two panes. */
const WIDE = 900
/** Below this height a screen is low, and from this width on it has two panes. */
const LOW = 500
const LOW_PANES = 700

export function division({ width, height }: Size): Division {
  if (height < LOW) return width >= LOW_PANES ? 'low' : 'one'
  return width >= WIDE ? 'wide' : 'one'
}

/** What stands in the pane left of the answer. */
export interface PaneView {
  division: Division
  /** Nothing where there is one column, or a low screen and no page to show. */
  pane: '' | 'photos' | 'notebook'
  /** The question whose pages stand there. */
  paneTurn: string
  panePhotos: string[]
}

/** The pages asked about last, else the notebook where there is room for it. Marked pages stand in the answer itself. */
export function paneView(divided: Division, turns: readonly Turn[]): PaneView {
  const none = { division: divided, paneTurn: '', panePhotos: [] }
  if (divided === 'one') return { ...none, pane: '' }
  const photographed = [...turns]
    .reverse()
    .find(({ photos, asking }) => photos.length > 0 && asking.mode !== 'check')
  if (photographed === undefined) return { ...none, pane: divided === 'wide' ? 'notebook' : '' }
  return {
    division: divided,
    pane: 'photos',
    paneTurn: photographed.requestId,
    panePhotos: photographed.photos.map(({ source }) => source),
  }
}
