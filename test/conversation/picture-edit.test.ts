import fc from 'fast-check'
import { cropped, turned, UNCHANGED } from '../../miniprogram/conversation/picture-edit'
import { dragged, isWhole, LEAST_SIDE, WHOLE } from '../../miniprogram/pages/photos/crop-box'
import type { PictureBox, PictureEdit } from '../../miniprogram/platform/ports'

const fraction = fc.double({ min: 0.05, max: 0.95, noNaN: true })
const box = fc
  .tuple(fraction, fraction, fraction, fraction)
  .map(([x, y, width, height]): PictureBox => ({ x, y, width: width * (1 - x), height: height * (1 - y) }))
const handle = fc.constantFrom(
  'top-left' as const,
  'top-right' as const,
  'bottom-left' as const,
  'bottom-right' as const,
  'inside' as const,
)

/** Where a point of the chosen picture stands in what the edit leaves, in fractions. */
function seen(x: number, y: number, { turns, crop = WHOLE }: PictureEdit): [number, number] {
  let point: [number, number] = [x, y]
  for (let turn = 0; turn < turns; turn += 1) point = [1 - point[1], point[0]]
  return [(point[0] - crop.x) / crop.width, (point[1] - crop.y) / crop.height]
}

describe('An edit of a photo', () => {
  test('turned right moves each point as the picture turns, whatever was cut before', () => {
    fc.assert(
      fc.property(fraction, fraction, box, (x, y, part) => {
        const before = cropped(UNCHANGED, part)
        const [across, down] = seen(x, y, before)
        const [turnedAcross, turnedDown] = seen(x, y, turned(before, 'right'))
        expect(turnedAcross).toBeCloseTo(1 - down, 6)
        expect(turnedDown).toBeCloseTo(across, 6)
      }),
    )
  })

  test('turned left and right, or four times one way, is as it was', () => {
    fc.assert(
      fc.property(box, (part) => {
        const before = cropped(turned(UNCHANGED, 'right'), part)
        const back = turned(turned(before, 'left'), 'right')
        const around = ['left', 'left', 'left', 'left'].reduce<PictureEdit>(
          (edit) => turned(edit, 'left'),
          before,
        )
        for (const after of [back, around]) {
          expect(after.turns).toBe(before.turns)
          expect(after.crop?.x).toBeCloseTo(before.crop?.x ?? 0, 9)
          expect(after.crop?.height).toBeCloseTo(before.crop?.height ?? 0, 9)
        }
      }),
    )
  })

  test('cut twice keeps the part of the part', () => {
    const once = cropped(UNCHANGED, { x: 0.5, y: 0, width: 0.5, height: 1 })
    expect(cropped(once, { x: 0.5, y: 0.5, width: 0.5, height: 0.5 }).crop).toEqual({
      x: 0.75,
      y: 0.5,
      width: 0.25,
      height: 0.5,
    })
  })
})

describe('The frame that a photo is cut to', () => {
  test('never leaves the photo and never closes, whatever handle is pulled wherever', () => {
    const pull = fc.tuple(
      handle,
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(pull, { maxLength: 20 }), (pulls) => {
        const frame = pulls.reduce((now, [which, across, down]) => dragged(now, which, across, down), WHOLE)
        expect(frame.x).toBeGreaterThanOrEqual(-1e-9)
        expect(frame.y).toBeGreaterThanOrEqual(-1e-9)
        expect(frame.x + frame.width).toBeLessThanOrEqual(1 + 1e-9)
        expect(frame.y + frame.height).toBeLessThanOrEqual(1 + 1e-9)
        expect(Math.min(frame.width, frame.height)).toBeGreaterThanOrEqual(LEAST_SIDE - 1e-9)
      }),
    )
  })

  test('moves one corner and leaves the opposite one where it is', () => {
    expect(dragged(WHOLE, 'bottom-right', -0.25, -0.5)).toEqual({ x: 0, y: 0, width: 0.75, height: 0.5 })
    expect(dragged(WHOLE, 'top-left', 0.25, 0.5)).toEqual({ x: 0.25, y: 0.5, width: 0.75, height: 0.5 })
  })

  test('that was not touched cuts nothing', () => {
    expect(isWhole(WHOLE)).toBe(true)
    expect(isWhole(dragged(WHOLE, 'top-left', 0.1, 0))).toBe(false)
  })
})
