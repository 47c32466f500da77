import { remembered } from '../../miniprogram/render/math/remembered'

describe('what is remembered', () => {
  it('is made once, what there is none of too, and the one unused for longest is forgotten', () => {
    const made: string[] = []
    const make = remembered(2, (tex) => {
      made.push(tex)
      return tex === 'wrong' ? undefined : `laid out ${tex}`
    })
    const isMade = (tex: string) => {
      made.length = 0
      expect(make(tex)).toBe(tex === 'wrong' ? undefined : `laid out ${tex}`)
      return made.length === 1
    }
    expect(['a', 'wrong', 'a', 'c', 'a', 'wrong', 'a'].map(isMade)).toEqual([
      ...[true, true, false, true, false, true, false],
    ])
  })
})
