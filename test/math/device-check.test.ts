import { judge, measuredIds } from '../../miniprogram/render/math/pages/device-check/probes/probe-list'

/** What a device that shows everything measures. */
const whole = [
  { id: 'classRule', width: 80 },
  { id: 'childRule', width: 80 },
  { id: 'scriptNodes', width: 80 },
  { id: 'svgImage', width: 60 },
  { id: 'formulaFont', width: 56 },
  { id: 'formulaFontWithout', width: 67 },
  { id: 'iconFont', width: 40 },
]
const CANVASES = ['canvasFile', 'canvasText']
const verdicts = (measured: readonly { id: string; width: number }[], succeeded = CANVASES) =>
  Object.fromEntries(judge(measured, new Set(succeeded)).map(({ id, verdict }) => [id, verdict]))

describe('What the page device-check says of a device', () => {
  test('that shows everything: all is well, and what cannot be measured is to be looked at', () => {
    expect(verdicts(whole)).toEqual({
      classRule: 'good',
      childRule: 'good',
      scriptNodes: 'good',
      svgImage: 'good',
      formulaFont: 'good',
      iconFont: 'good',
      localBackground: 'look',
      canvasFile: 'good',
      canvasText: 'good',
    })
  })

  test.each(['classRule', 'childRule', 'scriptNodes', 'svgImage', 'iconFont'])(
    'that refuses %s: so much',
    (id) => {
      const measured = whole.map((node) => (node.id === id ? { id, width: 0 } : node))
      expect(verdicts(measured)).toEqual({ ...verdicts(whole), [id]: 'bad' })
    },
  )

  test('that has no formula font: the two lines are as wide as each other', () => {
    const measured = whole.map((node) => (node.id === 'formulaFont' ? { ...node, width: 67 } : node))
    expect(verdicts(measured).formulaFont).toBe('bad')
  })

  test.each(CANVASES)('that saves no canvas off the screen by one of two ways: so much, of %s', (id) => {
    const other = CANVASES.filter((each) => each !== id)
    expect(verdicts(whole, other)).toEqual({ ...verdicts(whole), [id]: 'bad' })
  })

  test('that measures nothing: nothing is called good', () => {
    expect(Object.values(verdicts([], []))).not.toContain('good')
    expect(measuredIds).toEqual(expect.arrayContaining(whole.map(({ id }) => id)))
  })
})
