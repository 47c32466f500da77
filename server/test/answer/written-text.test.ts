import { WrittenText } from '../../src/answer/written-text'

describe('the text of an answer', () => {
  it.each(['', ' \n', '\u200b'])('is none where there is nothing but %j, written before or now', (before) => {
    const text = new WrittenText(before)
    expect([text.take(' \n'), text.isEmpty]).toEqual(['', true])
    expect([text.take('好') + text.end(), text.isEmpty]).toEqual([expect.stringContaining('好'), false])
  })
})
