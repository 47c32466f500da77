import fc from 'fast-check'
import { EventReader, type ServerEvent } from '../../miniprogram/stream/server-sent-events'

const dataOf = (stream: string) =>
  new EventReader().read(stream).flatMap(({ data }) => (data === undefined ? [] : [data]))

describe('server-sent events', () => {
  test.each([
    ['one event', 'data: {"a":1}\n\n', ['{"a":1}']],
    ['no space after the colon', 'data:x\n\n', ['x']],
    ['only one space is taken away', 'data:  x\n\n', [' x']],
    ['several lines of data', 'data: a\ndata: b\n\n', ['a\nb']],
    ['other fields and comments', ': alive\nid: 7\nevent: frame\nretry: 10\ndata: x\n\n', ['x']],
    ['an event without data is none', 'id: 7\n\n: comment\n\n', []],
    ['every kind of line end', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', ['a', 'b', 'c']],
    ['what is not ended is not told', 'data: a\n\ndata: b\n', ['a']],
    ['data without a colon is an empty line', 'data\n\n', ['']],
    [
      'a line that is an error is an event by itself',
      'error: {"code":500}\ndata: [DONE]\n\n',
      ['{"error":{"code":500}}', '[DONE]'],
    ],
    ['one with other words is none', 'error: text\n\nerror\ndata: x\n\n', ['x']],
  ])('%s', (_, stream, events) => {
    expect(dataOf(stream)).toEqual(events)
  })

  test('an id stays until another comes, and one with a null character is none', () => {
    const stream = 'data: a\n\nid: 7\ndata: b\n\ndata: c\n\nid: x\0y\ndata: d\n\nid\ndata: e\n\n'
    expect(new EventReader().read(stream).map(({ id }) => id)).toEqual(['', '7', '7', '7', ''])
  })

  test('a comment is told, as a sign of life', () => {
    expect(new EventReader().read(': alive\n')).toEqual([{ data: undefined, id: '', name: '' }])
  })

  test('have a name where one is said, for one event', () => {
    const stream = 'event: error\ndata: a\n\ndata: b\n\nevent: x\n\ndata: c\n\nerror: {}\n'
    expect(new EventReader().read(stream).map(({ name }) => name)).toEqual(['error', '', '', 'error'])
  })

  const whole = '{"b":1}'
  const last = (id: string): ServerEvent[] => [{ data: whole, id, name: '' }]
  test.each<[string, string, ServerEvent[]]>([
    ['after its line', `data: a\n\ndata: ${whole}\n`, last('')],
    ['within it, the data being whole', `id: 6\ndata: a\n\nid: 7\ndata: ${whole}`, last('7')],
    ['behind a return', `data: ${whole}\r`, last('')],
    ['in a comment', `data: ${whole}\n: c`, last('')],
    ['after [DONE]', 'data: [DONE]', [{ data: '[DONE]', id: '', name: '' }]],
    ['at an end', `data: ${whole}\n\n`, []],
    ['without any', whole, []],
    ['before its data', 'id: 7\nevent: x', []],
    ['in mid-data: it was cut, and its position with it', `id: 7\ndata: ${whole.slice(0, 4)}`, []],
    ['in mid-data, behind a whole line', `data: ${whole}\ndata: {`, []],
    ['in its position, which may be half of one', `data: ${whole}\nid: 1`, []],
    ['in its name', `data: ${whole}\nevent: err`, []],
  ])('that end %s leave what was whole', (_, stream, events) => {
    const reader = new EventReader()
    reader.read(stream)
    expect(reader.end()).toEqual(events)
    expect(reader.end()).toEqual([])
  })

  test('are the same wherever the stream is cut', () => {
    const line = fc.constantFrom('data: x', 'data: ', 'id: 1', ': c', '', '', 'data:y', 'error: {}')
    const end = fc.constantFrom('\n', '\r\n', '\r')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, end)),
        fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
        (lines, sizes) => {
          const stream = lines.flat().join('')
          const reader = new EventReader()
          const pieces: ServerEvent[] = []
          for (let from = 0; from < stream.length; ) {
            const size = sizes.next().value ?? 1
            pieces.push(...reader.read(stream.slice(from, from + size)))
            from += size
          }
          expect(pieces).toEqual(new EventReader().read(stream))
        },
      ),
    )
  })
})
