import { normalisePage, normaliseTyped } from '../../src/model/local-tutor/question/characters'
import { recognise } from '../../src/model/local-tutor/question/items'

/** What a typed question is taken for, in one line. */
const typed = (text: string): string => summary(recognise(normaliseTyped(text).lines))
const read = (...lines: string[]): string => summary(recognise(normalisePage(lines).lines))

const summary = (problems: ReturnType<typeof recognise>): string =>
  problems
    .map(({ label, kind, written, ...rest }) => {
      const reason = 'reason' in rest ? `!${rest.reason}` : ''
      return `${label === undefined ? '' : `${label}:`}${kind}${reason}[${written.replace(/\s+/g, '')}]`
    })
    .join(' ')

describe('a typed question', () => {
  test.each([
    ['3+5等于几？', 'arithmetic[3+5等于几]'],
    ['请帮我计算：（３＋５）×６－１８÷３', 'arithmetic[(3+5)×6-18÷3]'],
    ['12 * 3 =', 'arithmetic[12×3=]'],
    ['25 x 4', 'arithmetic[25×4]'],
    ['1,200÷3', 'arithmetic[1200÷3]'],
    ['1又1/2+2/3', 'arithmetic[1又1/2+2/3]'],
    ['3加5乘2', 'arithmetic[3加5乘2]'],
    ['解方程 2x+3=7', 'equation[2x+3=7]'],
    ['2X+3=7', 'equation[2x+3=7]'],
    ['x²-5x+6=0', 'equation[x^2-5x+6=0]'],
    ['x2-5x+6=0', 'equation[x^2-5x+6=0]'],
    ['已知关于x的方程3(x-1)=6，求x的值', 'equation[3(x-1)=6]'],
    ['解方程 x^2-5x+6=0，请写出每一步', 'equation[x^2-5x+6=0]'],
    ['2x=8 我不会，麻烦详细讲解一下步骤，谢谢老师', 'equation[2x=8]'],
    ['2x+y=7，x-y=2', 'system[2x+y=7x-y=2]'],
    ['解方程组\n2x+y=7\nx-y=2', 'system[2x+y=7x-y=2]'],
    ['\\begin{cases}2x+y=7\\\\x-y=2\\end{cases}', 'system[2x+y=7x-y=2]'],
    ['$\\frac{1}{2}+\\frac{1}{3}\\times 6$', 'arithmetic[1/2+1/3×6]'],
    ['$x^{2}=9$', 'equation[x^(2)=9]'],
    ['1. 3+5=\n2. 2x=8', '1:arithmetic[3+5=] 2:equation[2x=8]'],
    ['(1) 3+5 (2) 7-2', '1:arithmetic[3+5] 2:arithmetic[7-2]'],
    ['①3+5\n②x+1=2', '1:arithmetic[3+5] 2:equation[x+1=2]'],
    ['1) 3+5\n2) x+1=2', '1:arithmetic[3+5] 2:equation[x+1=2]'],
    ['1）3+5\n2）x+1=2', '1:arithmetic[3+5] 2:equation[x+1=2]'],
    ['1)3+5 2)7-2', '1:arithmetic[3+5] 2:arithmetic[7-2]'],
  ])('%s', (text, expected) => {
    expect(typed(text)).toBe(expected)
  })

  test.each([
    '小明有3个苹果，又买了5个，一共几个？',
    '一个长方形长3+5米，宽2米，求面积',
    '2023-2024学年度第一学期',
    '妈妈买了 3×5 盒牛奶，还剩几盒？',
    'What is the capital of France in 1990 + 3?',
  ])('%s is left alone: its words change what is asked', (text) => {
    expect(typed(text)).toMatch(/^unsolved!/)
  })
})

describe('a page that was read', () => {
  test('signs that reading confuses are put right', () => {
    expect(read('1. 计 算 : 25 X 4 =')).toBe('1:arithmetic[25×4=]')
    expect(read('2. 解 方程 : 3X+7= 22')).toBe('2:equation[3x+7=22]')
    expect(read('3x+7 二 22')).toBe('equation[3x+7=22]')
    expect(read('x2-5x+6=0')).toBe('equation[x^2-5x+6=0]')
    expect(read('1O0 - 37 =')).toBe('arithmetic[100-37=]')
    expect(read('xX-y=2', '2x+y=7')).toBe('system[x-y=22x+y=7]')
  })

  test('what was put right is told', () => {
    expect(recognise(['x2-5x+6=0'])[0]?.guesses).toEqual([{ from: 'x2-5x+6=0', to: 'x^2-5x+6=0' }])
    expect(normalisePage(['3x+7 二 22']).guesses).toEqual([{ from: '3x+7 二 22', to: '3x+7=22' }])
    expect(normalisePage(['1. 计算 : 25×4=']).guesses).toEqual([])
  })

  test('headings and sections are no problems', () => {
    expect(read('七年级数学家庭作业', '一、计算题', '1.3+5=', '2.8-2=', '二、解方程', '3.x+1=2')).toBe(
      '1:arithmetic[3+5=] 2:arithmetic[8-2=] 3:equation[x+1=2]',
    )
  })

  test('several sums in a line are several problems', () => {
    expect(read('7×8=  9×6=  56÷8=')).toBe('arithmetic[7×8=] arithmetic[9×6=] arithmetic[56÷8=]')
  })

  test('a lost sign makes no other problem of it', () => {
    expect(read('3.6=0.12-7.5=')).toMatch(/^unsolved!/)
    expect(read('3□5+2=')).toMatch(/^unsolved!/)
    expect(read('18 二 3=')).toMatch(/^unsolved!/)
    expect(read('3+5)×6=')).toBe('unsolved!brackets[3+5)×6=]')
  })

  test('one line that cannot be read does not spoil its neighbours', () => {
    expect(read('45+55=', '1一÷9=', '25×4=')).toBe(
      'arithmetic[45+55=] unsolved!words[1一÷9=] arithmetic[25×4=]',
    )
  })
})
