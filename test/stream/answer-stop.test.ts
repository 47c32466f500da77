import { AnswerStop } from '../../miniprogram/stream/answer-stop'

type Step = 'sent' | 'leave' | 'needless'

describe('A stop on its way', () => {
  test.each<[Step[], string[]]>([
    [
      ['sent', 'needless'],
      ['hold', 'withdraw'],
    ],
    [
      ['sent', 'leave'],
      ['hold', 'leave'],
    ],
    [['leave', 'leave'], ['leave']],
    [
      ['sent', 'leave', 'leave', 'needless'],
      ['hold', 'leave'],
    ],
    [['needless'], []],
  ])('that is %j is told to its keeper once each: %j', (steps, told) => {
    const heard: string[] = []
    const note = (word: string) => (requestId: string) => heard.push(`${word} ${requestId}`)
    const keeper = { hold: note('hold'), leave: note('leave'), withdraw: note('withdraw') }
    const stop = new AnswerStop(keeper, 'r1')
    for (const step of steps) stop[step]()
    expect(heard).toEqual(told.map((word) => `${word} r1`))
  })
})
