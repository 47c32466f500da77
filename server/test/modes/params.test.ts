import { parseMessage } from '../../src/socket/client-message'

const typeOf = (params: unknown) => parseMessage({ token: 't', params }).type
const paramsOf = (params: unknown) => {
  const message = parseMessage({ token: 't', params })
  return message.type === 'ask' ? message.params : undefined
}

describe('what a question may ask for', () => {
  test.each(['solve', 'hint', 'check'])('is the mode %s', (mode) => {
    expect(paramsOf({ content: '问', mode })).toEqual({ content: '问', mode })
  })

  test.each([
    ['a mode that nobody knows', { content: '问', mode: 'guess' }],
    ['an empty mode', { content: '问', mode: '' }],
    ['a mode that is no text', { content: '问', mode: 1 }],
    ['something similar to nothing', { content: '问', mode: 'similar' }],
    ['something similar to a question', { content: '问', mode: 'similar', about: 'q' }],
    ['a reference that is no text', { content: '问', about: 7 }],
    ['a reference without end', { content: '问', mistake_id: 'x'.repeat(129) }],
    ['a reference with a NUL', { content: '问', again: 'a\0b' }],
    ['a reference with a half of a character', { content: '问', about: '\ud83d' }],
    ['a subject with a half of a character', { content: '问', subject: '\udc00' }],
    ['nothing at all', { content: '', mode: 'hint' }],
    ['nothing but a space', { content: ' ', mode: 'check' }],
  ])('is not %s', (_, params) => {
    expect(typeOf(params)).toBe('invalid')
  })

  test.each(['about', 'mistake_id', 'again'])('needs no words beside %s', (reference) => {
    expect(paramsOf({ content: '', [reference]: 'q' })).toEqual({ content: '', [reference]: 'q' })
    expect(paramsOf({ [reference]: 'q' })).toEqual({ content: '', [reference]: 'q' })
  })

  test('is similar to an exercise of the mistake book', () => {
    const params = { content: '', mode: 'similar', mistake_id: 'm' }
    expect(paramsOf(params)).toEqual(params)
  })

  test('again needs neither content nor pages, and looks at none', () => {
    expect(paramsOf({ again: 'q' })).toEqual({ content: '', again: 'q' })
    expect(paramsOf({ again: 'q', content: '长'.repeat(9000), image_urls: 'x' })).toEqual({
      content: '',
      again: 'q',
    })
  })

  test('a field that is null counts as not given', () => {
    expect(paramsOf({ content: '问', mode: null, about: null, mistake_id: null, again: null })).toEqual({
      content: '问',
    })
  })
})
