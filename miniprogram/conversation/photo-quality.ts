import type { Logger, PictureSample, Pictures } from '../platform/ports'

/**
 * What speaks against a photo before it is sent. `turned`: its lines of writing stand upright; `blurred`: its writing has no
 * sharp edge; `dark`: its paper is hardly lighter than its ink; `small`: it has too few pixels for a page.
 */
export type PhotoFinding = 'turned' | 'blurred' | 'dark' | 'small'

/** Pixels of the longer side of the copy that is judged: letters of a page are 5–8 pixels high there. */
export const SAMPLE_SIDE = 640

/** Pixels: a page whose longer side has fewer cannot be read. */
const SMALL_SIDE = 480
/** Brightness (0–255) that the lightest twentieth of a readable photo reaches. */
const DARK_PAPER = 84
/** The least difference of ink and paper: where it is smaller, nothing is written there that could be judged. */
const LEAST_CONTRAST = 24
/** The share of an edge's whole height that the steepest pixels of a readable page climb from one to the next. */
const SHARP_EDGE = 0.34
/** So many times the structure across as along: lines of writing that stand upright. */
const TURNED = 1.7

/** Looks at pictures on the device. One that cannot be looked at has nothing that speaks against it: the server decides. */
export function photoJudge(
  pictures: Pictures,
  logger: Logger,
): (path: string) => Promise<PhotoFinding | undefined> {
  return async (path) => {
    try {
      return judgePhoto(await pictures.sample(path, SAMPLE_SIDE))
    } catch (error) {
      logger.info('a photo was not looked at', error)
      return undefined
    }
  }
}

/** Judges a photo by its small copy; `undefined` where nothing speaks against it. The worst comes first. */
export function judgePhoto(sample: PictureSample): PhotoFinding | undefined {
  if (Math.max(sample.width, sample.height) < SMALL_SIDE) return 'small'
  const { ink, paper } = contrastOf(sample.luma)
  if (paper < DARK_PAPER) return 'dark'
  if (paper - ink < LEAST_CONTRAST) return undefined
  if (steepness(sample) < SHARP_EDGE * (paper - ink)) return 'blurred'
  return uprightness(sample) > TURNED ? 'turned' : undefined
}

/** Brightness below which the darkest fiftieth lies, and above which the lightest twentieth does. */
function contrastOf(luma: Uint8Array): { ink: number; paper: number } {
  const counts = new Uint32Array(256)
  for (let at = 0; at < luma.length; at++) {
    const value = luma[at] ?? 0
    counts[value] = (counts[value] ?? 0) + 1
  }
  return { ink: percentile(counts, luma.length * 0.02), paper: percentile(counts, luma.length * 0.95) }
}

/** The value that `rank` of the counted ones do not exceed. */
function percentile(counts: Uint32Array, rank: number): number {
  let seen = 0
  for (let value = 0; value < counts.length; value++) {
    seen += counts[value] ?? 0
    if (seen >= rank) return value
  }
  return counts.length - 1
}

/** The step between neighbours that one pixel in two hundred reaches: the edges of what is written. */
function steepness({ luma, columns, rows }: PictureSample): number {
  const counts = new Uint32Array(256)
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const at = row * columns + column
      const here = luma[at] ?? 0
      const step = Math.max(Math.abs((luma[at + 1] ?? 0) - here), Math.abs((luma[at + columns] ?? 0) - here))
      counts[step] = (counts[step] ?? 0) + 1
    }
  }
  return percentile(counts, (rows - 1) * (columns - 1) * 0.995)
}

/**
 * How much more the columns differ from one to the next than the rows do. Lines of writing make rows of ink and rows of
 * paper; where the page lies on its side they make columns. Of the page's middle only: edges of a desk are no writing.
 */
function uprightness({ luma, columns, rows }: PictureSample): number {
  const left = Math.floor(columns * 0.15)
  const right = Math.ceil(columns * 0.85)
  const top = Math.floor(rows * 0.15)
  const bottom = Math.ceil(rows * 0.85)
  const acrossRows = new Float64Array(bottom - top)
  const acrossColumns = new Float64Array(right - left)
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const at = row * columns + column
      const here = luma[at] ?? 0
      const step = Math.abs((luma[at + 1] ?? here) - here) + Math.abs((luma[at + columns] ?? here) - here)
      acrossRows[row - top] = (acrossRows[row - top] ?? 0) + step
      acrossColumns[column - left] = (acrossColumns[column - left] ?? 0) + step
    }
  }
  return ripple(acrossColumns, bottom - top) / Math.max(ripple(acrossRows, right - left), 1e-6)
}

/** How much a profile's mean step a pixel goes up and down over the height of a line. */
function ripple(profile: Float64Array, pixels: number): number {
  const reach = 12
  let sum = 0
  for (let at = reach; at < profile.length - reach; at++) {
    let around = 0
    for (let near = at - reach; near <= at + reach; near++) around += profile[near] ?? 0
    sum += Math.abs((profile[at] ?? 0) - around / (2 * reach + 1)) / pixels
  }
  return sum / Math.max(profile.length - 2 * reach, 1)
}
