import fc from 'fast-check'
import { createAnswerRenderer } from '../../miniprogram/render/index'
import { toHtml } from './html'
import { FakePage, normalized, render } from './page'

/** Pieces of Markdown, well-formed and broken: put together they meet each other in every way. */
const fragment = fc.constantFrom(
  ...'\n,\n\n,\r\n,\r, ,  ,    ,\t,\\,\\\n,a,b c,中文,。，,：,“重点”,😀,𝑥,1,5,.,),1. ,2) ,12. ,- ,* ,+ ,-,---,***,> ,>,#,# ,## ,#,===,=,`,``,```,```js\n,~~~,~~,~,*,**,***,_,__,[,],[a],[a]: /u,[a]: <b c> "t"\n,(,),(/u),(/u "t"),](,![,!,<,>,<b>,</b>,<div>,<!--,-->,<http://a.b>,&,&amp;,&#x41;,$,$$,$x$,$5,$$x$$,\\(,\\),\\[,\\],|,| ,a | b,|-|-|,--- | ---,| :-: |,[ ] ,[x] ,- [ ] ,- [x] 完成,</,<sub>,</sub>,<sup>,</sup>,<u>,</u>,</font>,<font color="红">,-->,<br>,____,___,3*4*5,a**2,2,https://a.b/c,http,https:,://,.cn/x_y,/(z),www,\\begin{align},\\end{align},\\begin{cases}x\\end{cases},##标题,###,1. > ,  ---,"code",// c,/*,*/,   ,\n\n\n,$ x $,$ ,：$$\n,\\[\n,\\boxed{C},\\boxed{,\\frac{1}{2},\\begin{cases},\\end{cases},}，{,3. ,1840. ,||,| b | c |\n,12\n,+ 35\n,- 5x,= 3x + 2y\n,× 24\n,----\n,(*),＊＊,<p>,</p>,    $x$,###1,a<b and b>0,{x | x > 1},**答案： **,** 解：**,__甲 __：,长*宽*高,面积=,单价*,\\text{当,$x$ 时},^2,^{,x^2+,Fe^,**答案**：,\n解析：,<table>,</table>,<tr><td>,</td>'
    .split(',')
    .flatMap((text) => (text ? [text] : [','])),
)
const document = fc.array(fragment, { minLength: 1, maxLength: 40 }).map((parts) => parts.join(''))
const cutting = fc.array(fc.nat({ max: 200 }), { maxLength: 30 })

/** What ends with a line break, in deltas of one character. */
const BROKEN_LINE = '\\\n| a | b |\nhttps://a.b/c<br>'

function cut(text: string, places: readonly number[]): string[] {
  const sorted = [...new Set(places.map((place) => place % (text.length + 1)))].sort(
    (one, other) => one - other,
  )
  const pieces: string[] = []
  let from = 0
  for (const place of sorted) {
    pieces.push(text.slice(from, place))
    from = place
  }
  pieces.push(text.slice(from))
  return pieces
}

/** Signs that begin and end comments, strings, names and numbers, whole and in parts. */
const codeFragment = fc.constantFrom(
  ...'\n,\r\n,\r,  ,$,_,x,1,.,1.5,for,return,中,😀,""",\'\'\',\',",`,#,--,-,//,/,/*,*/,*,\\,\\\n,```\n'.split(
    ',',
  ),
)
const code = fc
  .tuple(fc.constantFrom('js', 'python', 'sql', 'c'), fc.array(codeFragment, { minLength: 1, maxLength: 30 }))
  .map(([language, parts]) => `\`\`\`${language}\n${parts.join('')}`)

describe('the text is the truth', () => {
  test.each(
    ['**标准答案**：', '答案：', '> 答案：', '【答案】'].flatMap((label) =>
      [
        '甲',
        '$3401\\ \\mathrm{kJ\\cdot mol^{-1}}$',
        '`print(sum(range(1, 101)))`',
        '**先算乘法，再算加法，最后把单位写上，再检查一遍**',
      ].map((answer) => [label, answer]),
    ),
  )('an explanation stands apart from the answer above it, wherever that was cut: %s%s', (label, answer) => {
    const text = `${label}${answer}\n${label.startsWith('>') ? '> ' : ''}解析：由题意`
    const whole = normalized(render([text]).rows)
    expect(whole).toHaveLength(2)
    for (let place = 1; place < text.length - 1; place++) {
      for (const length of [1, 2, 5])
        expect(normalized(render(cut(text, [place, place + length])).rows)).toEqual(whole)
    }
  })

  test('for every text and every cutting the page ends as if the text had come whole', () => {
    fc.assert(
      fc.property(document, cutting, (text, places) => {
        expect(normalized(render(cut(text, places)).rows)).toEqual(normalized(render([text]).rows))
      }),
      {
        numRuns: 3000,
        examples: [
          ['## 一二三四五六七八九十一二三四五六七八九十###', [24]],
          ['- [x] 完成\n  ---', [8]],
          ['- [ ] ```js\n   ---\n', [7]],
          ['- [ ] 甲 | 乙\n  --|--\n', [7]],
          [BROKEN_LINE, Array.from(BROKEN_LINE, (_, place) => place)],
        ],
      },
    )
  })

  test('so it does where blocks were only skimmed at first, and read in any order', () => {
    fc.assert(
      fc.property(
        document,
        cutting,
        fc.array(fc.nat({ max: 20 }), { maxLength: 8 }),
        fc.option(document),
        (text, places, rows, earlier) => {
          const page = new FakePage()
          let exercises: unknown
          const outlined = (found: unknown): void => {
            exercises = found
          }
          const renderer = createAnswerRenderer(page.take, { asked: () => ['1', '2'], outlined })
          renderer.skim(true)
          if (earlier !== null) {
            renderer.push(earlier)
            renderer.end()
            renderer.reset('')
          }
          for (const piece of cut(text, places)) {
            renderer.push(piece)
            renderer.flush()
          }
          renderer.end()
          const found = exercises
          renderer.skim(false)
          for (const row of rows) {
            renderer.complete(row, row + 2)
            renderer.flush()
          }
          renderer.complete()
          renderer.flush()
          expect(normalized(page.rows)).toEqual(normalized(render([text], { asked: () => ['1', '2'] }).rows))
          expect(exercises).toEqual(found)
        },
      ),
      { numRuns: 3000, examples: [['- [x] 完成\n\n| a | b |\n|-|-|\n\n[a]\n\n[a]: /u\n', [], [], null]] },
    )
  })

  test('so it does for code, whose colours are given while it is written', () => {
    fc.assert(
      fc.property(code, cutting, (text, places) => {
        expect(normalized(render(cut(text, places)).rows)).toEqual(normalized(render([text]).rows))
      }),
      {
        numRuns: 3000,
        examples: [
          ['```js\n\n$5$$\n', [8]],
          ["```sql\n'for\n--\nx\n", [16]],
        ],
      },
    )
  })

  test('the same holds for the blocks and the markup themselves', () => {
    fc.assert(
      fc.property(document, cutting, (text, places) => {
        const cuts = [...new Set(places.map((place) => place % (text.length + 1)))].sort(
          (one, other) => one - other,
        )
        expect(toHtml(text, cuts)).toBe(toHtml(text))
      }),
      { numRuns: 1500 },
    )
  })

  test('and for long paragraphs, whose settled beginning is not read again', () => {
    const long = fc
      .array(
        fragment.filter((part) => !part.includes('\n')),
        { minLength: 150, maxLength: 400 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(long, cutting, (text, places) => {
        const pieces = cut(
          text,
          places.map((place) => place * 7),
        )
        expect(normalized(render(pieces).rows)).toEqual(normalized(render([text]).rows))
      }),
      { numRuns: 300, examples: [['![<a b="]。一二三四五六七八九十一二三四五六七八九十">](d) 一', [4]]] },
    )
  })
})
