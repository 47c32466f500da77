import { render } from './page'

const characters = (text: string) => text.match(/[\s\S]/gu) ?? []
const first = (markdown: string) => render([markdown]).rows[0]

/** The frames in which text that was seen before is different. */
function changes(markdown: string): string[] {
  const { frames } = render(characters(markdown))
  return frames.filter((frame, index) => !frame.startsWith(frames[index - 1] ?? ''))
}

describe('no word of an answer is taken for an address', () => {
  test.each([
    '[答案]:B',
    '[提示]: 注意单位',
    '[解析]:略',
    '[A]: 1',
    '[B]: 3.5',
    '[C]: 1/2',
    '[比]: AB:CD',
    '[文件]: main.cpp',
    '[^1]: 参考第3页',
    '[^1]: /3',
    '区间[0,1](含端点)',
    '在[a,b](a<b)上单调',
    '数组 a[1](2)',
    'f[0](x)',
    'f[0]()',
    '[x](3 "y")',
  ])('%s is seen as it was written, and at once', (text) => {
    expect(first(text)).toEqual([0, text])
    expect(changes(text)).toEqual([])
  })

  test('what looks like an address is one', () => {
    expect(first('看[这里](https://a.cn)与[那里]\n\n[那里]: https://b.cn')).toEqual([
      0,
      '看',
      ['这里', 0, 'https://a.cn'],
      '与',
      ['那里', 0, 'https://b.cn'],
    ])
  })

  test('an answer that begins like a definition is there before its paragraph ends', () => {
    expect(render(['[答案]: B，因为']).frames[0]).toBe('[答案]: B，因为')
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'weixin://dl', '/etc', '#top', './a', 'tel:1'])(
    'an address that is refused leaves its text: %s',
    (url) => {
      expect(first(`[文字](${url})`)).toEqual([0, '文字'])
    },
  )

  test('what stands where an address would be is read as any text', () => {
    expect(first('[0,1]($x>0$)')).toEqual([0, '[0,1](', { f: 'x>0' }, ')'])
  })
})
