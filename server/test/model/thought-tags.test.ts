import fc from 'fast-check'
import { CLOSING, closesUnopened, OPENING } from '../../../packages/answer-stream/src/thoughts/tags'
import {
  ThoughtTags,
  type ThoughtTagsOptions,
} from '../../../packages/answer-stream/src/thoughts/thought-tags'

const part = fc.constantFrom(
  ...['<think>', '</think>', '<thought>', '</thought>', '◁/think▷', '[THINK]', '<|end_of_thought|>'],
  ...['<answer>', '</answer>', '<', '<th', '</', '[', '{', '`', '```\n', '想', '答', '\n', ' ', '<b>'],
  ' '.repeat(300),
)
const parts = fc.array(part, { maxLength: 14 })
const cuts = fc.array(fc.nat(80), { maxLength: 6 })

/** The text, cut at these places into deltas. */
function cutInto(text: string, places: readonly number[]): string[] {
  const at = [...new Set([0, ...places.map((cut) => Math.min(cut, text.length)), text.length])]
  at.sort((a, b) => a - b)
  return at.slice(1).map((end, index) => text.slice(at[index], end))
}

function parted(deltas: readonly string[], options: ThoughtTagsOptions = {}): string[] {
  const tags = new ThoughtTags(options)
  const found = [...deltas.map((delta) => tags.take(delta)), tags.end(true)]
  return [found.map(({ content }) => content).join(''), found.map(({ reasoning }) => reasoning).join('')]
}

const KINDS: ThoughtTagsOptions[] = [{}, { thinksFirst: true }, { thinksFirst: true, isData: true }]

describe('thoughts between tags', () => {
  it('are the same however the text is cut', () => {
    fc.assert(
      fc.property(parts, cuts, (given, places) => {
        const text = given.join('')
        for (const kind of KINDS) expect(parted(cutInto(text, places), kind)).toEqual(parted([text], kind))
      }),
      { numRuns: 5000 },
    )
  })

  it('stand at the beginning alone: from its first character on an answer is told as it was written', () => {
    const thoughts = fc.constantFrom(
      '',
      '<think>想</think>\n',
      '[THINK]想[/THINK]',
      '<think>一</think> <thought>二</thought>',
    )
    fc.assert(
      fc.property(thoughts, parts, cuts, (before, given, places) => {
        const answer = `答${given.join('')}`
        const [text] = parted(cutInto(`${before}${answer}`, places))
        expect(text).toBe(answer)
      }),
      { numRuns: 5000 },
    )
  })

  it('lose nothing of a text that never closes them', () => {
    const open = fc.constantFrom('<b>', '<', '<th', '</', '</thi', '[', '`', '想', '\n', ' ')
    fc.assert(
      fc.property(fc.array(open, { maxLength: 14 }), cuts, (given, places) => {
        const text = `答${given.join('')}`
        for (const kind of KINDS) expect(parted(cutInto(text, places), kind)[0]).toBe(text)
      }),
      { numRuns: 3000 },
    )
  })

  it('are those of one answer, whatever another one says meanwhile', () => {
    fc.assert(
      fc.property(parts, parts, fc.array(fc.boolean(), { maxLength: 40 }), (one, other, turns) => {
        const texts = [one.join(''), other.join('')]
        const queues = texts.map((text) => [...text])
        const readers = texts.map(() => ({ tags: new ThoughtTags(), told: '' }))
        for (const turn of [...turns.map(Number), ...queues.flatMap((queue, at) => queue.map(() => at))]) {
          const reader = readers[turn]
          const delta = queues[turn]?.shift()
          if (reader !== undefined && delta !== undefined) reader.told += reader.tags.take(delta).content
        }
        const told = readers.map((reader) => reader.told + reader.tags.end(true).content)
        expect(told).toEqual(texts.map((text) => parted([text])[0]))
      }),
      { numRuns: 500 },
    )
  })

  it('end at the partner of the tag that opened them, and leave nothing of it in the answer', () => {
    const word = fc.constantFrom('想', '<b>', '`', '[', '\n', '<', ' ')
    const place = fc.nat(OPENING.length - 1)
    fc.assert(
      fc.property(place, place, fc.array(word, { maxLength: 8 }), (at, strange, thought) => {
        // These two are one pair.
        const isPartner = strange === at || Math.max(strange, at) < 2
        const inside = `${thought.join('')}${isPartner ? '' : CLOSING[strange]}想`
        const text = `${OPENING[at]}${inside}${CLOSING[at]}\n答`
        expect(parted([...text])).toEqual(['答', inside])
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, string, string, string]>([
    ['<think>', '<think>想</thinking>答', '答', '想'],
    ['<thinking>', '<thinking>想</think>答', '答', '想'],
  ])('between %s and what models take for its partner end there', (_opening, text, answer, thoughts) => {
    expect(parted([...text])).toEqual([answer, thoughts])
  })

  it.each(CLOSING)('that the prompt opened end at the first closing tag, as %s', (closing) => {
    expect(parted([...`想${closing}\n答</think>`], { thinksFirst: true })).toEqual(['答</think>', '想'])
  })

  it.each(['{"a": "</think>"}', '\n[{"a": "<think>想</think>"}]', '```json\n{"a": "</think>"}\n```'])(
    'are none in data: %s',
    (text) => {
      expect(parted([...text], { thinksFirst: true, isData: true })).toEqual([text, ''])
    },
  )

  it('that came by themselves are not told once more, and the text behind them is whole', () => {
    const tags = new ThoughtTags({ thinksFirst: true })
    tags.thoughtsApart()
    expect(tags.take('<think>想</think>\n答</think>案')).toEqual({ content: '答</think>案', reasoning: '' })
    const late = new ThoughtTags({ thinksFirst: true })
    late.take('甲')
    late.thoughtsApart()
    expect([late.take('乙').reasoning, late.end(true).content]).toEqual(['乙', '甲乙'])
  })

  it('are told of only where a tag closes what none opened', () => {
    expect(
      ['想</think>答', '</think>', '<think>想</think>', '答 <think> 和 </think>', '答'].map(closesUnopened),
    ).toEqual([true, true, false, false, false])
  })
})

describe('an answer', () => {
  it.each([
    ['its first word', ['你', '好'], ['你', '好']],
    ['a sign behind its first word', ['a <', 'think>'], ['a <', 'think>']],
    ['a first word in brackets', ['[1', ']'], ['[1', ']']],
    ['an element that is no tag', ['<b', '>'], ['<b', '>']],
    ['blanks with the word behind them', ['\n', ' 你'], ['', '\n 你']],
    ['each word behind the thoughts', ['<think>想</think>\n', '你', '好'], ['', '你', '好']],
  ])('is told at once, %s', (_what, deltas, told) => {
    const tags = new ThoughtTags()
    expect(deltas.map((delta) => tags.take(delta).content)).toEqual(told)
  })

  it.each(['<thi', '\n[', '<think>想</think><th', ' '])(
    'that ends where a tag may begin keeps what was held: %j',
    (text) => {
      expect(parted([...text])[0]).toBe(text.replace('<think>想</think>', ''))
    },
  )

  // Each of these took minutes where what was held was read anew with each delta.
  it.each<[string, string, ThoughtTagsOptions]>([
    ['blanks', ' '.repeat(16), {}],
    ['blanks where thoughts may be', ' '.repeat(16), { thinksFirst: true }],
    ['thoughts with half a tag', '想想想想想想想想想想</thin', { thinksFirst: true }],
  ])('of 100,000 deltas of %s is read in one go', (_what, delta, options) => {
    const told = parted(
      Array.from({ length: 100_000 }, () => delta),
      options,
    )
    expect(told[0]).toHaveLength(100_000 * delta.length)
  })
})
