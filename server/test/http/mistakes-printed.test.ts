import { emptyBooksForEachTest, MISTAKES } from './mistake-books'

const on = emptyBooksForEachTest()

describe('the sheet to print', () => {
  const sheet = (query = '') => on.books.anna.call('GET', `${MISTAKES}/export${query}`)
  const HOSTILE = '<script>alert(1)</script> **粗** [链接](http://x) & "引号" `码` | # $x$'

  test('is Markdown unless another is asked for: exercises, then solutions on a page of their own, oldest first', async () => {
    await on.books.add({
      text: '3 + 5 = ?',
      correct_answer: '8',
      student_answer: '9',
      reason: '数错了',
      points: ['加法'],
    })
    await on.books.add({ text: '7 × 8 = ?', note: '背乘法表' })
    const { status, headers, bytes } = await sheet()
    expect([status, headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8'])
    const text = bytes.toString()
    expect((await sheet('?format=md')).bytes.toString()).toBe(text)
    expect(text).toBe(`# 错题本

1. 3 + 5 = ?

2. 7 × 8 = ?

<div style="page-break-before: always; break-before: page"></div>

## 解答

1. **正确答案**：8  
   **当时写的**：9  
   **为什么**：数错了  
   **知识点**：加法

2. **正确答案**：还没有记下  
   **笔记**：背乘法表
`)
  })

  test('is HTML with the same numbers, and a page of its own for the solutions', async () => {
    await on.books.add({ text: '3 + 5 = ?', correct_answer: '8' })
    await on.books.add({ text: '7 × 8 = ?', correct_answer: '56' })
    const { headers, bytes } = await sheet('?format=html')
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    const [exercises = '', solutions = ''] = bytes.toString().split('<section class="solutions">')
    expect([...exercises.matchAll(/<li>(.*?)<\/li>/g)].map(([, text]) => text)).toEqual([
      '3 + 5 = ?',
      '7 × 8 = ?',
    ])
    expect(solutions).toContain('<h2>解答</h2>')
    expect(solutions.indexOf('<dd>8</dd>')).toBeLessThan(solutions.indexOf('<dd>56</dd>'))
    expect(exercises).toMatch(/\.solutions \{ break-before: page/)
  })

  test('has its formulas set where it is HTML, and in words that break nothing where they are none', async () => {
    await on.books.add({
      text: '1. 化简 $\\frac{a<b}{2}$ 和 \\(\\ce{H2O}\\)，每支 $5 一支\n$$\\sqrt{x}$$',
      correct_answer: '错的 $\\frac{1$，\\$3 和 \\frac{1}{2}',
    })
    const html = (await sheet('?format=html')).bytes.toString()
    const [, exercise = ''] = /<ol class="exercises">\s*<li>([\s\S]*?)<\/li>/.exec(html) ?? []
    const shown = exercise.replace(/<annotation[\s\S]*?<\/annotation>/g, '')
    expect(shown.match(/<math/g)).toHaveLength(3)
    expect(shown).toMatch(
      /^1\. 化简 <span[^>]*><math[\s\S]*<mfrac>[\s\S]*&lt;[\s\S]*<\/math>[\s\S]* 和 [\s\S]*，每支 \$5 一支\n[\s\S]*<msqrt>/,
    )
    expect(html).toMatch(/<dd>错的 \$\\frac\{1\$，\\\$3 和 <span[^>]*><math/)
  })

  test('has one subject where that is asked for', async () => {
    await on.books.add({ text: '一', subject: 'math' })
    await on.books.add({ text: '二', subject: 'chinese' })
    const text = (await sheet('?subject=math')).bytes.toString()
    expect([text.includes('错题本 · 数学'), text.includes('一'), text.includes('二')]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('is made of text only, whatever a student wrote', async () => {
    await on.books.add({
      text: HOSTILE,
      student_answer: HOSTILE,
      correct_answer: HOSTILE,
      reason: HOSTILE,
      points: ['<b>', '*x*'],
    })
    await on.books.add({ text: '- 一\n1. 二\n# 三\n===\n> 四', note: HOSTILE })
    const html = (await sheet('?format=html')).bytes.toString()
    expect(html).not.toMatch(/<script|<b>/)
    expect(html.match(/&lt;script&gt;alert\(1\)&lt;\/script&gt;/g)).toHaveLength(5)
    const markdown = (await sheet('?format=md')).bytes.toString()
    expect(markdown).not.toMatch(/<script|<b>|[^\\]\[链接|[^\\*]\*\*粗|[^\\]`码|[^\\]\$x/)
    expect(markdown).toContain('&lt;script&gt;alert(1)&lt;/script&gt; \\*\\*粗\\*\\*')
    expect(markdown).toContain('2. \\- 一  \n   1\\. 二  \n   \\# 三  \n   \\===  \n   &gt; 四')
  })

  test('says so where there is nothing to print', async () => {
    expect((await sheet()).bytes.toString()).toContain('还没有错题')
    expect((await sheet('?format=html')).bytes.toString()).toContain('还没有错题')
  })

  test.each(['?format=pdf', '?format='])('in the format %s is refused', async (query) => {
    const reply = await sheet(query)
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  })
})
