import { EventChannel } from '../src/host/event-channel'
import { parseRoute } from '../src/host/route'

describe('a page address', () => {
  it('may be absolute, relative, and carry a query whose values stay encoded', () => {
    expect(parseRoute('/pages/chat/chat?id=7&x=%E4%B8%AD&flag', undefined)).toEqual({
      path: 'pages/chat/chat',
      query: { id: '7', x: '%E4%B8%AD', flag: '' },
      search: 'id=7&x=%E4%B8%AD&flag',
    })
    expect(parseRoute('../detail/detail', 'pages/chat/chat').path).toBe('pages/detail/detail')
  })
})

describe('the channel between two pages', () => {
  it('keeps what was sent before anybody listened', () => {
    const [near, far] = EventChannel.pair()
    const heard: unknown[] = []
    near.emit('init', 1)
    near.emit('init', 2)
    far.on('init', (value) => heard.push(value))
    near.emit('init', 3)
    expect(heard).toEqual([1, 2, 3])
  })

  it('tells a once-listener once, and answers the other way', () => {
    const [near, far] = EventChannel.pair()
    const heard: unknown[] = []
    near.once('done', (value) => heard.push(value))
    far.emit('done', 1)
    far.emit('done', 2)
    expect(heard).toEqual([1])
  })
})
