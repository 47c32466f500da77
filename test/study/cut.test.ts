import fc from 'fast-check'
import { cutOf, framed } from '../../miniprogram/study/components/exercise-picture/cut'

const share = fc.double({ min: 0.02, max: 0.9, noNaN: true })
/** A box inside of its page. */
const box = fc
  .tuple(share, share, share, share)
  .map(([x, y, width, height]): [number, number, number, number] => [
    x * (1 - width),
    y * (1 - height),
    width,
    height,
  ])
const page = fc.double({ min: 0.3, max: 3, noNaN: true })

/** The numbers of a style, by their names. */
function numbers(style: string): Record<string, number> {
  return Object.fromEntries(
    style.split(';').map((part) => [part.split(':')[0] ?? '', Number.parseFloat(part.split(':')[1] ?? '')]),
  )
}

describe('An exercise cut out of its page', () => {
  test('shows all of its box, undistorted, and nothing beyond the page', () => {
    fc.assert(
      fc.property(box, page, ([x, y, width, height], ratio) => {
        const cut = cutOf([x, y, width, height], ratio)
        const { left = 0, top = 0, width: wide = 0, height: high = 0 } = numbers(cut.place)
        // Where the box lies in the frame, in per cent.
        const [from, to] = [left + x * wide, left + (x + width) * wide]
        const [above, below] = [top + y * high, top + (y + height) * high]
        expect(Math.min(from, above)).toBeGreaterThan(-0.1)
        expect(Math.max(to, below)).toBeLessThan(100.1)
        expect(Math.max(left, top)).toBeLessThanOrEqual(0.001)
        expect(Math.min(left + wide, top + high)).toBeGreaterThan(99.9)
        // As wide as it is high on the page: the image keeps its shape.
        expect((high / wide) * cut.ratio).toBeCloseTo(ratio, 2)
      }),
    )
  })

  test('is as large as its room allows, in the middle', () => {
    expect(framed(0.25, { width: 96, height: 58 })).toBe('left:0.0px;top:17.0px;width:96.0px;height:24.0px')
    expect(framed(2, { width: 96, height: 58 })).toBe('left:33.5px;top:0.0px;width:29.0px;height:58.0px')
  })

  test('is the whole page where its place is not known', () => {
    expect(cutOf([], 1.4)).toEqual({
      ratio: 1.4,
      place: 'left:0.000%;top:0.000%;width:100.000%;height:100.000%',
    })
  })
})
