import { Unrepeated } from '../../src/answer/unrepeated'

/** What is written after `before` by a model that goes on with these deltas. */
function goOn(before: string, ...deltas: string[]): string {
  const unrepeated = new Unrepeated(before)
  return [...deltas.map((delta) => unrepeated.take(delta)), unrepeated.end()].join('')
}

const text = '先看题目：一个数加上三等于八，求这个数。'

describe('a model that goes on from a text', () => {
  it.each<[string, string, string[], string]>([
    ['and does so is left alone', text, ['设这个', '数为 x。'], '设这个数为 x。'],
    [
      'and begins anew is shown from where the text ends',
      text,
      [text.slice(0, 7), text.slice(7), '设 x。'],
      '设 x。',
    ],
    ['and says everything again adds nothing', text, [...text], ''],
    ['and says a part of the beginning again adds nothing', text, [text.slice(0, 12)], ''],
    ['and says its last words again is shown behind them', text, ['等于八，', '求这个数。设 x。'], '设 x。'],
    ['and begins with blanks keeps them', text, ['\n\n', '设 x。'], '\n\n设 x。'],
    [
      'and begins alike, then goes another way, keeps all of it',
      text,
      ['先看题目，', '再想。'],
      '先看题目，再想。',
    ],
    ['with a sign that stands there too keeps it', '| 一 | 二 |\n| --- | --- |', [' --- |'], ' --- |'],
    ['that is periodic keeps its next period', '一二三四一二三四', ['一二三四', '五'], '一二三四五'],
    [
      'that is periodic, from the middle of a period',
      '一二三四五六七一二三四',
      ['五六七一二三四五'],
      '五六七一二三四五',
    ],
    ['that is empty is left alone', '', ['一', '二'], '一二'],
    ['that is short and told again', '一加一', ['一加一等于二'], '等于二'],
  ])('%s', (_what, before, deltas, expected) => {
    expect(goOn(before, ...deltas)).toBe(expected)
  })
})
