import type { AnswerData, AnswerPatch, Head, Run } from '../../packages/answer-view/src/index'
import { createAnswerRenderer, STYLE } from '../../packages/answer-view/src/index'
import { ManualClock } from '../support/manual-clock'
import { load, render } from './simulated'

const ANSWER =
  '## 浮力\n\n等于**重力**，见[书](https://a.cn)，$F=G$。\n\n1. 一\n\n```js\nlet a\n```\n\n|甲|乙|\n|-|:-:|\n|1|2|\n'

/** A page that takes patches as `setData` does, for those paths that answers have. */
function taking(): { data: AnswerData; send(patch: AnswerPatch): void } {
  const data: AnswerData = { b: [] }
  const send = (patch: AnswerPatch): void => {
    for (const [path, value] of Object.entries(patch)) {
      const names = path.match(/\w+/g) ?? []
      const last = names.pop()
      const place = names.reduce<object>((inside, name) => Reflect.get(inside, name), data)
      if (last !== undefined) Reflect.set(place, last, value)
    }
  }
  return { data, send }
}

describe('a component of somebody’s own', () => {
  test('draws an answer by the view’s rows, as the README has it', () => {
    const passage = render(load('components/answer-passage/answer-passage'))
    const clock = new ManualClock()
    const renderer = createAnswerRenderer((patch, taken) => passage.instance.show(patch, taken), {
      acknowledged: true,
      clock,
    })
    renderer.push(ANSWER)
    renderer.end()
    clock.advance(1000)
    const rows = (): unknown[] => passage.instance.data.b.filter((row: unknown) => row !== 0)
    expect(rows()[0]).toEqual([{ h: 2 }, '浮力'])
    expect(rows()).toHaveLength(5)
    renderer.push('后来')
    renderer.flush()
    expect(rows()).toHaveLength(5)
    renderer.reset('后来')
    renderer.end()
    clock.advance(1000)
    expect(rows()).toEqual([[0, '后来']])
  })

  test('gets rows and runs of the forms that the README names', () => {
    const { data, send } = taking()
    const renderer = createAnswerRenderer(send, { clock: new ManualClock() })
    renderer.push(ANSWER)
    renderer.end()
    const rows = (data.b ?? []).flatMap((row) => (row === 0 ? [] : [row]))
    const heads: Head[] = rows.map(([head]) => head)
    expect(heads).toEqual([{ h: 2 }, 0, { n: 'L', m: '1.', g: 1 }, { t: 'c', i: 'js' }, { t: 't', a: '-c' }])
    const runs: readonly (Head | Run | Run[][])[] = rows[1] ?? []
    expect(runs).toEqual(
      expect.arrayContaining([['重力', STYLE.strong], ['书', 0, 'https://a.cn'], { f: 'F=G' }]),
    )
    expect(rows[4]?.slice(1)).toEqual([
      [['甲'], ['乙']],
      [['1'], ['2']],
    ])
  })
})
