import { render } from './page'

const first = (markdown: string) => render([markdown]).rows[0]

describe('emphasis in Chinese', () => {
  test.each([
    ['**提示：**先看条件', [0, ['提示：', 1], '先看条件']],
    ['答案是**“重点”**吗', [0, '答案是', ['“重点”', 1], '吗']],
    ['见**《史记》**，', [0, '见', ['《史记》', 1], '，']],
    ['**（1）**求导', [0, ['（1）', 1], '求导']],
    ['**$x=1$**所以', [0, { f: 'x=1' }, '所以']],
    ['~~错：~~对', [0, ['错：', 4], '对']],
    ['*斜体*，***都有***。', [0, ['斜体', 2], '，', ['都有', 3], '。']],
  ])('%s', (markdown, row) => {
    expect(first(markdown)).toEqual(row)
  })

  test.each(['气温 3~5℃，或 10~20℃', '变量 snake_case_name', '3 * 4 = 12', '2*3=6'])(
    'is not where there is none: %s',
    (text) => {
      expect(first(text)).toEqual([0, text])
    },
  )
})

describe('formulas', () => {
  test.each([
    ['设 $x_1$，则', [0, '设 ', { f: 'x_1' }, '，则']],
    ['由 \\(a^2\\) 得', [0, '由 ', { f: 'a^2' }, ' 得']],
    ['由 $$a^2$$ 得', [0, '由 ', { f: 'a^2', d: 1 }, ' 得']],
    ['长为$$a$$，宽', [0, '长为', { f: 'a' }, '，宽']],
    ['由：$$a$$得', [0, '由：', { f: 'a', d: 1 }, '得']],
    ['长为$$a$$\n宽', [0, '长为', { f: 'a', d: 1 }, '\n宽']],
    ['\\[ x = 1 \\]', [{ t: 'm', x: 'x = 1' }]],
    ['$$\nx\n= 1\n$$', [{ t: 'm', x: 'x\n= 1' }]],
    ['$5$ 个', [0, { f: '5' }, ' 个']],
    ['$2x$ 与 $3 + 4$', [0, { f: '2x' }, ' 与 ', { f: '3 + 4' }]],
    ['$\\text{速度 } v$', [0, { f: '\\text{速度 } v' }]],
  ])('%s', (markdown, row) => {
    expect(first(markdown)).toEqual(row)
  })

  test.each(['一支 $5 的笔和 $10 的书', '$5 一支，$6 两支', 'costs $12.50 and $3 more', '$5-$10', '$ 符号'])(
    'prices are none: %s',
    (text) => {
      expect(first(text)?.slice(1).join('')).toBe(text)
    },
  )

  test('a displayed formula may stand right below a text, and be followed by one', () => {
    expect(render(['由公式：\n$$\nx = 1\n$$ 得']).rows).toEqual([
      [0, '由公式：'],
      [{ t: 'm', x: 'x = 1' }],
      [0, '得'],
    ])
  })

  test('one that never closes is shown as its source', () => {
    expect(render(['$$\nx = 1\n\n\n## 下一节\n']).rows).toEqual([
      [{ t: 'x' }, '$$\nx = 1'],
      [{ h: 2 }, '下一节'],
    ])
  })

  test('a bar inside a formula parts no cells', () => {
    expect(first('| $|x|$ | 乙 |\n|---|---|\n')).toEqual([{ t: 't', a: '--' }, [[{ f: '|x|' }], ['乙']]])
  })

  test('are laid out by the typesetter and told in words, and shown as their source where it gives nothing', () => {
    const typesetter = {
      typeset: (tex: string, display: boolean) => (tex === 'y' ? undefined : `<${tex}${display}>`),
      speak: (tex: string) => `words of ${tex}`,
      words: () => undefined,
      plain: () => undefined,
    }
    expect(render(['$x$ $y$\n\n$$z$$'], { typesetter }).rows).toEqual([
      [0, { f: 'x', z: '<xfalse>', s: 'words of x' }, ' ', { f: 'y' }],
      [{ t: 'm', x: 'z', z: '<ztrue>', s: 'words of z' }],
    ])
  })
})

describe('other marks', () => {
  test('tasks', () => {
    expect(render(['- [ ] 待办\n- [x] 完成']).rows).toEqual([
      [{ n: 'L', k: 1 }, '待办'],
      [{ n: 'L', k: 2 }, '完成'],
    ])
  })

  test('numbers go on where the list begins', () => {
    expect(render(['3. 甲\n4. 乙\n   - 丙']).rows).toEqual([
      [{ n: 'L', m: '3.' }, '甲'],
      [{ n: 'L', m: '4.' }, '乙'],
      [{ n: 'lL' }, '丙'],
    ])
  })

  test('a table with its columns', () => {
    expect(first('| 甲 | 乙 |\n|:-:|--:|\n| **1** | 2 |\n')).toEqual([
      { t: 't', a: 'cr' },
      [['甲'], ['乙']],
      [[['1', 1]], ['2']],
    ])
  })

  test('code is coloured as it comes, and no colour changes', () => {
    const code = '```python\ndef f(x):  # 函数\n    return "a" + 1\n```\n'
    const page = render(code.match(/[\s\S]/g) ?? [])
    const colours = page.rows[0]?.slice(1).map((run) => (Array.isArray(run) ? run : [run, 0]))
    const joined = (colour: number) =>
      colours
        ?.filter(([, style]) => style === colour)
        .map(([text]) => text)
        .join('')
    expect(joined(16)).toBe('defreturn')
    expect(joined(32)).toBe('"a"')
    expect(joined(48)).toBe('# 函数')
    expect(joined(64)).toBe('1')
    expect(page.batches.filter((batch) => Object.values(batch).includes(''))).toEqual([])
  })
})

describe('untrusted text', () => {
  test('HTML is text, but for line breaks and styles', () => {
    expect(first('a<script>alert(1)</script><br>b')).toEqual([0, 'a<script>alert(1)</script>\nb'])
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'weixin://dl', 'file:///etc', 'java\tscript:x'])(
    'leads nowhere: %s',
    (url) => {
      expect(JSON.stringify(render([`[a](<${url}>) ![b](<${url}>)`]).rows)).not.toContain(url)
    },
  )

  test('images come by https or from the service', () => {
    expect(
      render(['![a](https://a.cn/b.png) ![c](/api/v1/files/9) ![d](http://a.cn/b.png)']).rows[0],
    ).toEqual([
      0,
      { i: 'https://a.cn/b.png', a: 'a' },
      ' ',
      { i: '/api/v1/files/9', a: 'c' },
      ' ',
      { i: '', a: 'd' },
    ])
  })
})
