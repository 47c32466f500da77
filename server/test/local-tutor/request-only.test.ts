import { normaliseTyped } from '../../src/model/local-tutor/question/characters'
import { isRequestOnly } from '../../src/model/local-tutor/question/items'

const isRequest = (typed: string) => isRequestOnly(normaliseTyped(typed).lines)

describe('beside pages, what is typed', () => {
  test.each([
    '',
    '这两页怎么做？',
    '请看看这道题怎么做',
    '这几道题怎么做？谢谢',
    '帮我检查一下作业',
    '讲讲第2题',
    '第 3、4 题',
    '老师，请把所有的题都讲一下，要步骤',
    '这三道题的答案是什么',
    '批改',
  ])('only points at them: %s', (typed) => {
    expect(isRequest(typed)).toBe(true)
  })

  test.each([
    '1+1=?',
    '三分之一加二分之一是多少',
    '二的三倍是多少',
    '解方程 2x=8',
    '速度是什么',
    '为什么天是蓝的',
    'x是多少',
  ])('is a question of its own: %s', (typed) => {
    expect(isRequest(typed)).toBe(false)
  })
})
