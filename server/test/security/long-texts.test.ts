import { readReply } from '../../src/extras/extras-reply'
import { localExtras } from '../../src/extras/local-extras'
import { answerText } from '../../src/model/local-tutor/answer-text'
import { stepsOf } from '../../src/model/local-tutor/follow-up'
import { readCrosses } from '../../src/model/local-tutor/question/crosses'

/** Milliseconds: many times what is needed, and a small part of what going back and forth would take. */
const MOST = 500

const material = (question: string) => ({
  mode: 'solve' as const,
  question,
  exercise: '',
  answer: question,
  subject: undefined,
  pages: [],
})

describe('a text from outside that a pattern could go back and forth over', () => {
  test.each<[string, string, (text: string) => unknown]>([
    [
      'of a model: a fence and nothing but lines',
      `\`\`\`json${'\n'.repeat(20_000)}x`,
      (text) => readReply(text, 1),
    ],
    ['of a model: nothing but blanks', `${' '.repeat(20_000)}\`\`\`json`, (text) => readReply(text, 1)],
    ['of an answer: one long word', 'a'.repeat(200_000), (text) => localExtras(material(text), null)],
    ['of an answer: many a formula begun', '\\begin{aligned} '.repeat(20_000), stepsOf],
    ['of a student: 这样做, again and again', '这样做'.repeat(2600), (text) => answerText(text, [])],
    ['of a student: blanks around a letter', `a${' '.repeat(7900)}x 1`, readCrosses],
    ['of a student: one long number', '1'.repeat(8000), (text) => answerText(text, [])],
  ])('%s costs no more than its length', (_, text, read) => {
    const begun = performance.now()
    read(text)
    expect(performance.now() - begun).toBeLessThan(MOST)
  })

  test.each([
    '{"title":"分数","subject":"math","follow_ups":[]}',
    '```json\n{"title":"分数","subject":"math","follow_ups":[]}\n```',
    ' \n```\n{"title":"分数","subject":"math","follow_ups":[]}\n``` \n',
    '```json  \r\n{"title":"分数","subject":"math","follow_ups":[]}```',
  ])('is read as before: %j', (text) => {
    expect(readReply(text, undefined).extras).toMatchObject({ title: '分数' })
  })

  test.each(['这样做对不对', '这样算的对吗', '我这样写的是对的吗', '那样对吗', '答案正确吗', '我做的对吗'])(
    'is small talk as before: %s',
    (text) => expect(answerText(text, [])).toContain('7×8=54'),
  )
})
