import { createLocalTutor, type LocalTutor } from '../../src/model/local-tutor'
import type { Sleep } from '../../src/model/local-tutor/pace'
import { ModelError } from '../../src/model/model'
import { ask } from './tutor'

const atOnce: Sleep = async () => undefined
let tutor: LocalTutor

beforeAll(() => {
  tutor = createLocalTutor({ sleep: atOnce })
})
afterAll(() => tutor.close())

test.each(['你是谁？', '你会做什么？', '时针转了吗', 'He go to school yesterday. 改错'])(
  'of %s it does not say that it understood a part that says nothing',
  async (question) => {
    expect((await ask(tutor, { question })).text).not.toContain('我读懂了')
  },
)

test('a unit is not turned into itself', async () => {
  const { text } = await ask(tutor, { question: '2小时15分=（ ）分' })
  expect(text).toContain('135')
  expect(text).not.toContain('1\\text{ 分} = 1')
})

test('it says of itself that it is the local tutor', async () => {
  expect((await ask(tutor, { question: '3+5' })).text).toContain('我是**本地小导师**')
})

test('a problem is worked out in Markdown with LaTeX', async () => {
  const { text } = await ask(tutor, { question: '1. 3x+7=22\n2. 1÷3' })
  expect(text).toContain('### 第 1 题（一元一次方程）')
  expect(text).toContain('$$3x = 15$$')
  expect(text).toContain('**答案：**$x = 5$')
  expect(text).toContain('### 第 2 题（计算题）')
  expect(text).toContain('**答案：**$\\frac{1}{3}$')
})

test('an order of work is told where there is more than one step', async () => {
  for (const question of ['5+3', '√16', '|-5|'])
    expect((await ask(tutor, { question })).text).not.toContain('思路')
  expect((await ask(tutor, { question: '5+3-2' })).text).toContain('从左到右依次计算')
})

test('a division that leaves a remainder is written as it is learnt first, too', async () => {
  expect((await ask(tutor, { question: '17÷3' })).text).toContain('17 \\div 3 = 5 \\cdots\\cdots 2')
  for (const question of ['18÷3', '2÷3', '1.7÷3', '17÷3+1'])
    expect((await ask(tutor, { question })).text).not.toContain('cdots')
})

test('the greatest common factor and the least common multiple are each explained where they are asked', async () => {
  const greatest = (await ask(tutor, { question: '12和18的最大公因数' })).text
  expect(greatest).toContain('得最大公因数')
  expect(greatest).not.toContain('最小公倍数')
})

test('the first number of a list is no number of an exercise', async () => {
  expect((await ask(tutor, { question: '90、85、95三科平均分' })).text).not.toContain('第 90 题')
  expect((await ask(tutor, { question: '1、3+5' })).text).toContain('第 1 题')
})

test('what it cannot do is told with what it can', async () => {
  expect((await ask(tutor, { question: '一箱牛奶24盒，3箱有几盒' })).text).toContain('把算式或方程列出来')
  expect((await ask(tutor, { question: '静夜思的作者是谁' })).text).toContain('你可以发给我')
  expect((await ask(tutor, { question: '1 1/2+2 1/3' })).text).toContain('带分数请写成')
})

test('exercises on one line are told apart by their numbers', async () => {
  for (const question of ['1. 3+5= 2. 6-2= 3. 4×2=', '①3+5②6-2③4×2']) {
    const { text } = await ask(tutor, { question })
    expect([...text.matchAll(/第 (\d) 题/g)].map(([, number]) => number)).toEqual(['1', '2', '3'])
  }
})

test('a result that the student wrote is compared', async () => {
  expect((await ask(tutor, { question: '3+5=8' })).text).toContain('正确')
  expect((await ask(tutor, { question: '3+5=9' })).text).toContain('不对')
})

test('a word problem is quoted and left alone, and a student is told nothing about servers', async () => {
  const { text, events } = await ask(tutor, { question: '小明有3个苹果，又买了5个，一共几个？' })
  expect(text).toContain('> 小明有3个苹果')
  expect(text).toContain('我不想乱猜，所以没有作答')
  expect(text).not.toMatch(/OPENAI|管理员|服务器/)
  expect(text).not.toContain('$$')
  expect(events.at(-1)).toMatchObject({ type: 'finish', finishReason: 'stop' })
})

test.each(['你好', '', '？？？', '# <script>alert(1)</script> 1+'])(
  '%j gets an honest answer',
  async (question) => {
    const { text } = await ask(tutor, { question })
    expect(text).toContain('本地小导师')
    expect(text).not.toContain('<script>')
  },
)

test('it says who it is once a conversation, in one line', async () => {
  const first = await ask(tutor, { question: '3+5' })
  expect(first.text.split('\n').filter((line) => line.includes('本地小导师'))).toHaveLength(1)
  const history = [{ question: '3+5', answer: first.text }]
  expect((await ask(tutor, { question: '7×8', history })).text).not.toContain('本地小导师')
  const later = [...history, { question: '7×8', answer: '### 解答（计算题）' }].slice(1)
  expect((await ask(tutor, { question: '9-1', history: later })).text).not.toContain('本地小导师')
})

describe('a question about a step of its own', () => {
  const history = async (question: string) => [{ question, answer: (await ask(tutor, { question })).text }]

  test.each([
    ['5(x-2)/3+1=3x+8', '第 3 步为什么要移项？', /第 3 步是“移项/],
    ['3x+7=22', '第1步为什么要移项', /\$\$3x = 22 - 7\$\$/],
    ['3x+7=22', '为什么要移项？', /符号要改变/],
    ['1/2+1/3', '第1步是怎么来的', /通分|按运算顺序/],
    ['3x+7=22', '第9步怎么来的', /没有找到第 9 步/],
  ])('%s, then %s', async (question, followUp, answer) => {
    const { text } = await ask(tutor, { question: followUp, history: await history(question) })
    expect(text).toMatch(answer)
    expect(text).not.toContain('没有作答')
  })

  test('goes on to further steps, and asks which one is meant where none is named', async () => {
    const said: { question: string; answer: string }[] = []
    for (const question of ['3x+7=22', '为什么', '没看懂', '第1步为什么要移项？', '第3步呢']) {
      said.push({ question, answer: (await ask(tutor, { question, history: said })).text })
    }
    expect(said.map(({ answer }) => answer).slice(1)).toEqual([
      expect.stringContaining('是哪一步没有看懂'),
      expect.stringContaining('是哪一步没有看懂'),
      expect.stringContaining('第 1 步是“移项'),
      expect.stringContaining('第 3 步是“系数化为 1'),
    ])
  })

  test('is none without an answer before it', async () => {
    expect((await ask(tutor, { question: '第3步为什么要移项？' })).text).toContain('没有作答')
  })
})

test.each([
  ['你好！', /你好/],
  ['谢谢老师', /不客气/],
  ['好的，谢谢', /不客气/],
  ['再见', /再见/],
  ['你是谁？', /我会做这些/],
  ['你能帮我做什么', /我会做这些/],
  ['对吗？', /算式和你的得数/],
  ['我这样做对不对', /算式和你的得数/],
])('%s is answered as what it is', async (question, answer) => {
  const { text } = await ask(tutor, { question })
  expect(text).toMatch(answer)
  expect(text).not.toContain('没有作答')
})

test('hostile questions are answered at once', async () => {
  const hostile = [
    '9^9^9^9=',
    '('.repeat(8000),
    '1+'.repeat(4000),
    `${'9'.repeat(8000)}+1=`,
    '=1'.repeat(4000),
    'x'.repeat(8000),
    '一'.repeat(8000),
    '第1题'.repeat(2600),
    ' '.repeat(8000),
    'x=1\n'.repeat(2000),
    '1、'.repeat(4000),
    '99999999^9×99999999^9=',
    '7x^2+999999999999x+1=0',
  ]
  for (const question of hostile) {
    const begin = performance.now()
    await ask(tutor, { question })
    expect([question.slice(0, 20), performance.now() - begin < 4000]).toEqual([question.slice(0, 20), true])
  }
})

test('stages, deltas and the finish come in their order, with estimated usage', async () => {
  const { events, text } = await ask(tutor, { question: '解方程 2x=8' })
  expect(events[0]).toEqual({ type: 'stage', stage: 'thinking' })
  expect(events.slice(1, -1).every(({ type }) => type === 'content')).toBe(true)
  const finish = events.at(-1)
  if (finish?.type !== 'finish' || finish.usage === undefined) throw new Error('no usage')
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = finish.usage
  expect(prompt).toBeGreaterThan(0)
  expect(completion).toBeLessThanOrEqual(text.length)
  expect(total).toBe(prompt + completion)
})

test('it writes 2 to 6 characters each 25 ms', async () => {
  const waits: number[] = []
  const paced = createLocalTutor({
    sleep: async (milliseconds) => {
      waits.push(milliseconds)
    },
  })
  const { events } = await ask(paced, { question: '3+5' })
  const lengths = events.flatMap((event) => (event.type === 'content' ? [[...event.delta].length] : []))
  expect(new Set(waits)).toEqual(new Set([25]))
  expect(waits).toHaveLength(lengths.length - 1)
  expect(Math.max(...lengths)).toBe(6)
  expect(Math.min(...lengths.slice(0, -1))).toBe(2)
})

test('an abort ends the answer at once, without a finish', async () => {
  const slow = createLocalTutor({ pace: { interval: 60_000, characters: [2, 2] } })
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 30)
  const begin = performance.now()
  const { events } = await ask(slow, { question: '3+5', signal: controller.signal })
  expect(performance.now() - begin).toBeLessThan(1000)
  expect(events.map(({ type }) => type)).toEqual(['stage', 'content'])
})

test('it goes on from any prefix of what it had written, and only from that', async () => {
  const question = '3x+7=22'
  const { text } = await ask(tutor, { question })
  for (const length of [0, 1, 57, text.length - 1, text.length]) {
    const rest = await ask(tutor, { question, continueFrom: text.slice(0, length) })
    expect(rest.text).toBe(text.slice(length))
    expect(rest.events.at(-1)?.type).toBe('finish')
  }
  const other = ask(tutor, { question, continueFrom: '别的话' })
  await expect(other).rejects.toMatchObject({ code: 'GENERATION_INTERRUPTED', retryable: true })
  await expect(other).rejects.toBeInstanceOf(ModelError)
})
