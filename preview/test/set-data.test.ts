import { findLosses, serialisePatch } from '../src/host/set-data'

describe('setData as a phone takes it', () => {
  it('finds every value that serialising would lose, with its path', () => {
    const losses = findLosses({
      fine: { text: 'x', list: [1, null, true] },
      gone: undefined,
      'list[0].when': new Date(0),
      deep: { a: [{ b: () => 1 }] },
      number: Number.NaN,
      map: new Map(),
    })
    expect(losses).toEqual([
      'gone is undefined',
      'list[0].when is a Date',
      'deep.a.0.b is a function',
      'number is NaN',
      'map is a Map',
    ])
  })

  it('hands over a copy: what the page changes afterwards is not seen', () => {
    const value = { count: 1 }
    const { patch } = serialisePatch({ value })
    value.count = 2
    expect(patch).toEqual({ value: { count: 1 } })
  })

  it('loses what a phone loses', () => {
    const { patch } = serialisePatch({ gone: undefined, kept: { f: () => 1, n: 1 } })
    expect(patch).toEqual({ kept: { n: 1 } })
    expect('gone' in patch).toBe(false)
  })
})
