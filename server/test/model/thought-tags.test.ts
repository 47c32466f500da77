import fc from 'fast-check'
import { CLOSING, OPENING } from '../../../packages/answer-stream/src/thoughts/tags'
import { ThoughtTags } from '../../../packages/answer-stream/src/thoughts/thought-tags'

const part = fc.constantFrom(
  ...['<think>', '</think>', '<thought>', '</thought>', '◁/think▷', '[THINK]', '<|end_of_thought|>'],
  ...[
    '<answer>',
    '</answer>',
    '<',
    '<th',
    '</',
    '[',
    '`',
    '``',
    '```\n',
    '~~~',
    '想',
    '答',
    '\n',
    ' ',
    '<b>',
  ],
)
const parts = fc.array(part, { maxLength: 14 })

function parted(deltas: readonly string[], thinksFirst = false): string[] {
  const tags = new ThoughtTags({ thinksFirst })
  const found = [...deltas.map((delta) => tags.take(delta)), tags.end(true)]
  return [found.map(({ content }) => content).join(''), found.map(({ reasoning }) => reasoning).join('')]
}

/** The content that is left where nobody reads along. */
function unread(deltas: readonly string[]): string {
  let text = ''
  const forget = () => {
    text = ''
  }
  const tags = new ThoughtTags({ forget })
  for (const delta of deltas) {
    const { content } = tags.take(delta)
    text += content
  }
  return text + tags.end(true).content
}

describe('thoughts between tags', () => {
  it('are the same however the text is cut', () => {
    fc.assert(
      fc.property(parts, fc.array(fc.nat(80), { maxLength: 6 }), (given, cuts) => {
        const text = given.join('')
        const at = [...new Set([0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length])].sort(
          (a, b) => a - b,
        )
        const cut = at.slice(1).map((end, index) => text.slice(at[index], end))
        for (const thinksFirst of [false, true])
          expect(parted(cut, thinksFirst)).toEqual(parted([text], thinksFirst))
        expect(unread(cut)).toBe(unread([text]))
      }),
      { numRuns: 5000 },
    )
  })

  it('are none where a text begins with a word: all of it is told', () => {
    const spoken = fc.constantFrom(
      ...[
        '<think>',
        '<think>想</think>',
        '[THINK]',
        '◁think▷想◁/think▷',
        '<answer>',
        '</answer>',
        '\n`</think>`\n',
      ],
      ...['<', '[', '`', '```\n', '~~~', '想', '\n', ' ', '<b>'],
    )
    fc.assert(
      fc.property(fc.array(spoken, { maxLength: 14 }), (given) => {
        const text = `答${given.join('')}。`
        expect(parted([...text])).toEqual([text, ''])
      }),
      { numRuns: 3000 },
    )
  })

  it('end at the first closing tag, and leave nothing of it in the answer', () => {
    const word = fc.constantFrom('想', '<b>', '`', '[', '\n', '<', ' ')
    fc.assert(
      fc.property(
        fc.nat(OPENING.length - 1),
        fc.array(word, { maxLength: 8 }),
        fc.array(fc.constantFrom('答', '<b>', '\n', ' '), { maxLength: 8 }),
        (at, thought, answer) => {
          const text = `${OPENING[at]}${thought.join('')}${CLOSING[at]}${answer.join('')}`
          expect(parted([...text])).toEqual([answer.join('').trimStart(), thought.join('')])
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('an answer', () => {
  it.each([
    ['its first word', ['你', '好'], ['你', '好']],
    ['a word behind a sign that begins no tag', ['a <', ' b'], ['a ', '< b']],
    ['a first word in brackets', ['[1', ']'], ['[1', ']']],
    ['an element that is no tag', ['<b', '>'], ['<b', '>']],
    ['blanks with the word behind them', ['\n', ' 你'], ['', '\n 你']],
    ['each word behind the thoughts', ['<think>想</think>\n', '你', '好'], ['', '你', '好']],
    ['a sign in code, where no tag is', ['`<', 'think>`'], ['`<', 'think>`']],
  ])('is told at once, %s', (_what, deltas, told) => {
    const tags = new ThoughtTags()
    expect(deltas.map((delta) => tags.take(delta).content)).toEqual(told)
  })
})
