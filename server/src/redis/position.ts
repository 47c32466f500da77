/** Where a frame stands in a stream: whose it is, and its number. An error stands between two numbers. */
export interface Position {
  fence: number
  place: number
}

/** The place of the frame with this number. */
export function placeOf(seq: number): number {
  return seq * 2
}

/** The place of an error that comes after the frame with this number. */
export function errorPlace(seq: number): number {
  return seq * 2 + 1
}

/** The number of the last frame up to this place. */
export function seqAt(place: number): number {
  return Math.floor(place / 2)
}

/** As the id of a stream's entry. */
export function idOf({ fence, place }: Position): string {
  return `${fence}-${place}`
}

/** Of the id of an entry. */
export function positionOf(id: string): Position {
  const [fence = '0', place = '0'] = id.split('-')
  return { fence: Number(fence), place: Number(place) }
}
