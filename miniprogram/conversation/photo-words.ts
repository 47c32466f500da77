import { messages } from '../messages/zh-CN'
import type { PhotoFinding } from './photo-quality'
import type { Photo } from './photo-uploads'

/** A photo as a strip shows it. */
export interface PhotoView {
  id: string
  source: string
  /** What stands below it. */
  words: string
  /** How the words look: `plain`, `doubt` (it may be read badly), `failed` (it can be sent again), `refused` (it has to go). */
  tone: 'plain' | 'doubt' | 'failed' | 'refused'
  /** Whole per cent while it goes up, else -1. */
  progress: number
}

/** The views of all, in order. */
export function photoViews(photos: readonly Photo[]): PhotoView[] {
  return photos.map((photo) => ({ id: photo.id, source: photo.source, ...stateOf(photo) }))
}

function stateOf({ state, progress, refused, gone, finding }: Photo): Omit<PhotoView, 'id' | 'source'> {
  const words = messages.photos
  if (state === 'failed') {
    return {
      words: gone ? words.gone : refused ? words.refused : words.failed,
      tone: refused ? 'refused' : 'failed',
      progress: -1,
    }
  }
  if (state !== 'uploaded') return { words: words.uploading, tone: 'plain', progress }
  if (finding !== undefined) return { words: words.findings[finding].short, tone: 'doubt', progress: -1 }
  return { words: words.ready, tone: 'plain', progress: -1 }
}

/** What the viewer says of a photo, and what can be done about it. */
export function findingNote(finding: PhotoFinding | undefined): { text: string; action: string } {
  if (finding === undefined) return { text: '', action: '' }
  const { long, action } = messages.photos.findings[finding]
  return { text: long, action }
}
