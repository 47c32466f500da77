import type { PictureBox, PictureEdit } from '../platform/ports'

/** Nothing is done to the picture. */
export const UNCHANGED: PictureEdit = { turns: 0 }

/** The edit and a quarter turn after it: the part that is kept turns with the picture. */
export function turned({ turns, crop }: PictureEdit, direction: 'left' | 'right'): PictureEdit {
  const next = quarterTurns(turns + (direction === 'right' ? 1 : 3))
  if (crop === undefined) return { turns: next }
  const { x, y, width, height } = crop
  const box =
    direction === 'right'
      ? { x: 1 - y - height, y: x, width: height, height: width }
      : { x: y, y: 1 - x - width, width: height, height: width }
  return { turns: next, crop: box }
}

/** The edit and a cut after it; `box` is a part of what the edit leaves. */
export function cropped({ turns, crop }: PictureEdit, box: PictureBox): PictureEdit {
  const whole = crop ?? { x: 0, y: 0, width: 1, height: 1 }
  return {
    turns,
    crop: {
      x: whole.x + box.x * whole.width,
      y: whole.y + box.y * whole.height,
      width: box.width * whole.width,
      height: box.height * whole.height,
    },
  }
}

function quarterTurns(turns: number): PictureEdit['turns'] {
  const left = turns % 4
  return left === 0 || left === 1 || left === 2 ? left : 3
}
