import { addMistakes } from '../../src/store/add-mistakes'
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

  test('keeps nobody waiting while it is made, whatever its formulas are', async () => {
    const bomb = `$\\def\\a{${'x'.repeat(480)}}${'\\a'.repeat(250)}$ `
    const doubling = `$${'\\pmb{'.repeat(3)}${'x'.repeat(900)}}}}$ `
    for (const [no, formula] of [bomb, doubling].entries()) {
      const [text, part] = [formula.repeat(Math.floor(7900 / formula.length)), formula.slice(0, 2000)]
      await on.books.add({ text: `${no} ${text}`, note: part, reason: part, correct_answer: part })
    }
    const fractions = '$\\frac{a}{b}$ '.repeat(560)
    for (let no = 0; no < 20; no += 1) await on.books.add({ text: `${no} ${fractions}` })
    let longest = 0
    let last = performance.now()
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const { status, bytes } = await sheet('?format=html')
    clearInterval(watch)
    expect(status).toBe(200)
    // It took 14 s for the first of them alone.
    expect(longest).toBeLessThan(1500)
    const html = bytes.toString()
    expect(html).toContain('\\def\\a{xxx')
    expect(html.match(/<math/g)?.length).toBeGreaterThan(1000)
  })

  test('is refused with a word where no paper would do, and made for a part of it', async () => {
    const { server, anna } = on.books
    const rows = Array.from({ length: 3001 }, (_, index) => ({
      userId: anna.user.id,
      sameAs: `many ${index}`,
      text: `第 ${index} 道`,
      subject: index < 3000 ? 'math' : 'physics',
      student_answer: null,
      correct_answer: null,
      reason: null,
      note: null,
      points: [],
      questionId: null,
      no: null,
      fileId: null,
      box: null,
    }))
    for (let at = 0; at < rows.length; at += 500) {
      await addMistakes(server.parts.database.main, rows.slice(at, at + 500))
    }
    const whole = await sheet()
    expect([whole.status, whole.body]).toEqual([
      413,
      { code: 'BAD_REQUEST', message: expect.stringContaining('请分科目导出') },
    ])
    expect((await sheet('?subject=math')).bytes.toString()).toContain('3000\\. 第 2999 道'.replace('\\', ''))
  })

  test('is made so many times a minute and no more', async () => {
    const statuses: number[] = []
    for (let time = 0; time < 21; time += 1)
      statuses.push((await on.books.ben.call('GET', `${MISTAKES}/export`)).status)
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(20)
    expect(statuses.at(-1)).toBe(429)
  })
})
