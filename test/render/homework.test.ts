import type { Row } from '../../miniprogram/render/index'
import { createTypesetter } from '../../miniprogram/render/math/typesetter'
import { normalized, render } from './page'

const characters = (text: string) => text.match(/[\s\S]/gu) ?? []
const first = (markdown: string) => render([markdown]).rows[0]

/** What a text is on the page that has no markup in it; one that says that it is the answer stands in the answer's box. */
const plain = (text: string) => [
  {
    head: text.startsWith('[答案]')
      ? [
          ['l', 5],
          ['w', 1],
        ]
      : [],
    runs: [{ style: '[0]', text }],
  },
]

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
    '区间[0,1](含端点)',
    '在[a,b](a<b)上单调',
    '数组 a[1](2)',
    'f[0](x)',
    'f[0]()',
    '[x](3 "y")',
  ])('%s is seen as it was written, and at once', (text) => {
    expect(normalized(render([text]).rows)).toEqual(plain(text))
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

describe('a star is a product where it stands between factors', () => {
  test.each([
    '3*4*5',
    '5*6=30，7*8=56',
    'x*y+z*w',
    '2*π*r, x²*y²*z',
    '(a+b)*c*(d)',
    'a[0]*b[1]*c',
    '2*半径',
    'a**2+b**2=c**2',
    '(x+1)**2-(x-1)**2',
    '2**(n+1)-2**(n-1)',
  ])('%s', (text) => {
    expect(normalized(render([text]).rows)).toEqual(plain(text))
    expect(changes(text)).toEqual([])
  })

  test('and still ends what was opened', () => {
    expect(first('*a*b')).toEqual([0, ['a', 2], 'b'])
    expect(first('**x=2**3')).toEqual([0, ['x=2', 1], '3'])
    expect(first('un**happi**ness')).toEqual([0, 'un', ['happi', 1], 'ness'])
  })
})

describe('a blank to fill in is seen', () => {
  test.each([
    '填空：____，____。',
    '填空：___，___。',
    '填空：__，__。',
    '(1) ____ (2) ______',
    '小明有__个，小红有__个',
    '（____）',
    '（__）和（__）',
    'I ____ (go) and ____ (be).',
  ])('%s', (text) => {
    expect(normalized(render([text]).rows)).toEqual(plain(text))
    expect(changes(text)).toEqual([])
  })

  test('while a word may still be marked so', () => {
    expect(first('__重点__ ___a___')).toEqual([0, ['重点', 1], ' ', ['a', 3]])
  })
})

describe('bold may end with a sign, whatever follows', () => {
  test.each([
    ['**答案:**B', [{ w: 1, l: 3 }, ['答案:', 1], 'B']],
    ['**解:**2x+3=7', [0, ['解:', 1], '2x+3=7']],
    ['**Note:**use', [0, ['Note:', 1], 'use']],
    ['**😀**a', [0, ['😀', 1], 'a']],
    ['1:**甲**2', [0, '1:', ['甲', 1], '2']],
  ])('%s', (text, row) => {
    expect(first(text)).toEqual(row)
    expect(changes(text)).toEqual([])
  })
})

describe('a formula in a table', () => {
  test.each([
    ['\\(|x|\\)', '|x|', undefined],
    ['\\[|x|\\]', '|x|', 1],
    ['$$|x|$$', '|x|', 1],
    ['$P(A\\|B)$', 'P(A|B)', undefined],
    ['\\(\\left\\|a\\right\\|\\)', '\\left|a\\right|', undefined],
  ])('%s keeps its bars and its row', (source, tex, display) => {
    const formula = display ? { f: tex, d: display } : { f: tex }
    expect(first(`| ${source} | 乙 |\n|---|---|\n`)).toEqual([{ t: 't', a: '--' }, [[formula], ['乙']]])
  })
})

describe('the few tags that models write for a style', () => {
  test.each([
    ['H<sub>2</sub>O', [0, 'H', ['2', 80], 'O']],
    ['x<SUP>2</SUP>+1', [0, 'x', ['2', 96], '+1']],
    ['<b>粗</b><strong>强</strong>', [0, ['粗强', 1]]],
    ['<i>斜</i><em>体</em>', [0, ['斜体', 2]]],
    ['<s>错</s><del>删</del>', [0, ['错删', 4]]],
    ['<u>　　</u>和<u>a<sub>1</sub></u>', [0, ['　　', 112], '和', ['a', 112], ['1', 80]]],
    ['**Fe<sup>3+</sup>**', [0, ['Fe', 1], ['3+', 97]]],
    [
      '<font color="red">红</font><span style="a:b">跨</span><small>小</small><mark>标</mark>',
      [0, '红跨小标'],
    ],
    ['<center>图一</center>', [0, '图一']],
    ['<center>\n图一\n</center>', [0, '图一', '\n']],
    ['甲<!-- 一个注释 -->乙', [0, '甲', '乙']],
    ['a</b>b<b>c', [0, 'ab', ['c', 1]]],
    ['vector<int> v', [0, 'vector<int> v']],
  ])('%s', (text, row) => {
    expect(normalized(render([text]).rows)).toEqual(normalized([row as Row]))
    expect(changes(text)).toEqual([])
  })

  test('end with their paragraph, however long it is and however it comes', () => {
    const text = `<b>${'很长的一段话，'.repeat(40)}\n\n后面`
    expect(normalized(render(characters(text)).rows)).toEqual(normalized(render([text]).rows))
    expect(render([text]).rows[1]).toEqual([0, '后面'])
  })

  test('work in a table', () => {
    expect(first('| CO<sub>2</sub> | 乙 |\n|---|---|\n')?.[1]).toEqual([['CO', ['2', 80]], ['乙']])
  })

  test('a line break of its own line swallows no text', () => {
    expect(render(['甲\n\n<br>\n**乙**\n\n丙']).text).toBe('甲\n乙\n丙')
  })

  test('a comment is not seen, alone on its line either', () => {
    expect(render(['甲\n\n<!-- 注释\n\n还是 -->\n\n乙']).rows).toEqual([
      [0, '甲'],
      [0, '乙'],
    ])
    expect(changes('甲\n\n<!-- 注释\n\n还是 -->\n\n乙')).toEqual([])
  })

  test('a line that begins with a tag of style is seen as it comes', () => {
    expect(render(['<b>注意</b>：先看']).frames[0]).toBe('注意：先看')
  })
})

describe('a heading without a space behind its marks', () => {
  test.each([
    ['##标题', [{ h: 2 }, '标题']],
    ['###一、选择题', [{ h: 3 }, '一、选择题']],
    ['####【解析】', [{ h: 4 }, '【解析】']],
    ['#标题', [0, '#标题']],
    ['##a', [0, '##a']],
    ['#######标题', [0, '#######标题']],
  ])('%s', (text, row) => {
    expect(first(text)).toEqual(row)
    expect(changes(text)).toEqual([])
  })
})

describe('an address without any markup is a link', () => {
  test.each([
    [
      '见https://a.cn/b_c_d?x=1&y=2。谢',
      [0, '见', ['https://a.cn/b_c_d?x=1&y=2', 0, 'https://a.cn/b_c_d?x=1&y=2'], '。谢'],
    ],
    ['http://a.cn/b. Then', [0, ['http://a.cn/b', 0, 'http://a.cn/b'], '. Then']],
    ['https://a.cn/甲', [0, ['https://a.cn/', 0, 'https://a.cn/'], '甲']],
    ['（https://a.cn）', [0, '（', ['https://a.cn', 0, 'https://a.cn'], '）']],
    ['(https://a.cn/x_(y))', [0, '(', ['https://a.cn/x_(y)', 0, 'https://a.cn/x_(y)'], ')']],
    ['**https://a.cn**', [0, ['https://a.cn', 1, 'https://a.cn']]],
    ['[https://a.cn](https://b.cn)', [0, ['https://a.cn', 0, 'https://b.cn']]],
    ['以http://开头, https:// 或 http', [0, '以http://开头, https:// 或 http']],
    ['xhttp://a.cn', [0, 'xhttp://a.cn']],
    ['the hat, h', [0, 'the hat, h']],
  ])('%s', (text, row) => {
    expect(normalized(render([text]).rows)).toEqual(normalized([row as Row]))
    expect(normalized(render(characters(text)).rows)).toEqual(normalized([row as Row]))
    expect(changes(text)).toEqual([])
  })
})

describe('a formula is one where its end makes that clear', () => {
  test.each([
    ['$3 cm$ 长', [0, { f: '3 cm' }, ' 长']],
    ['$2 ab + c$', [0, { f: '2 ab + c' }]],
    ['有$x$5个', [0, '有', { f: 'x' }, '5个']],
    ['$n!$和$n！$', [0, { f: 'n!' }, '和', { f: 'n！' }]],
    ['$5 一支 和 $6', [0, '$5 一支 和 $6']],
    ['$12.50 each and $3', [0, '$12.50 each and $3']],
    ['pay $5 for A,$6 for B', [0, 'pay $5 for A,$6 for B']],
    ['HK$30-HK$50', [0, 'HK$30-HK$50']],
    ['$ x $', [0, { f: 'x' }]],
    ['值$x。另$y', [0, '值$x。另$y']],
  ])('%s', (text, row) => {
    expect(normalized(render([text]).rows)).toEqual(normalized([row as Row]))
    expect(normalized(render(characters(text)).rows)).toEqual(normalized([row as Row]))
    expect(changes(text)).toEqual([])
  })

  test.each([
    ['\\begin{align}\nx &= 1 \\\\\ny &= 2\n\\end{align}', '\\begin{align}x &= 1 \\\\\ny &= 2\n\\end{align}'],
    ['\\begin{cases} x=1 \\\\ y=2 \\end{cases}', '\\begin{cases}x=1 \\\\ y=2\n\\end{cases}'],
    ['\\begin{array}{cc}\na & b\n\\end{array}', '\\begin{array}{cc}\na & b\n\\end{array}'],
    ['\\begin{equation*}\nx = 1\n\\end{equation*}', 'x = 1'],
  ])('an environment on lines of its own: %s', (text, tex) => {
    const { rows } = render([`由\n${text}\n得`])
    expect(rows).toEqual([[0, '由'], [{ t: 'm', x: tex }], [0, '得']])
    expect(createTypesetter().typeset(tex, true)).toBeDefined()
    expect(changes(`由\n${text}\n得`)).toEqual([])
  })

  test('an environment that never ends is shown as it was written', () => {
    expect(render(['\\begin{align}\nx &= 1']).rows).toEqual([[{ t: 'x' }, '\\begin{align}\nx &= 1']])
  })
})

describe('a fence around all of an answer is none of it', () => {
  test.each([
    ['```markdown\n# 题\n\n```python\nx=1\n```\n\n**好**\n```', '题\nx=1\n好'],
    ['```md\n甲\n```\n后', '甲\n后'],
    ['甲\n```markdown\n# 题\n```', '甲\n# 题'],
  ])('%s', (text, seen) => {
    expect(render([text]).text).toBe(seen)
    expect(normalized(render(characters(text)).rows)).toEqual(normalized(render([text]).rows))
  })
})
