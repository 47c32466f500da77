import type { PictureBox } from '../../platform/ports'

/** A corner of the frame, or the frame itself. */
export type CropHandle = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right' | 'inside'

/** The whole picture. */
export const WHOLE: PictureBox = { x: 0, y: 0, width: 1, height: 1 }

/** The least part of a picture's side that a frame keeps. */
export const LEAST_SIDE = 0.1

/** The frame after a handle of it was moved by a part of the picture's width and height. It never leaves the picture. */
export function dragged(frame: PictureBox, handle: CropHandle, across: number, down: number): PictureBox {
  if (handle === 'inside') {
    return {
      ...frame,
      x: within(frame.x + across, 0, 1 - frame.width),
      y: within(frame.y + down, 0, 1 - frame.height),
    }
  }
  const [x, width] = draggedSide(frame.x, frame.width, across, handle.endsWith('left'))
  const [y, height] = draggedSide(frame.y, frame.height, down, handle.startsWith('top'))
  return { x, y, width, height }
}

/** True where the frame leaves out nothing that could be seen. */
export function isWhole({ width, height }: PictureBox): boolean {
  return width > 0.995 && height > 0.995
}

/** Start and length of a side whose beginning or end was moved. */
function draggedSide(start: number, length: number, by: number, atStart: boolean): [number, number] {
  const end = start + length
  if (!atStart) return [start, within(end + by, start + LEAST_SIDE, 1) - start]
  const moved = within(start + by, 0, end - LEAST_SIDE)
  return [moved, end - moved]
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
