import { settle } from '../conversation/fakes'
import { open, passed } from './chat-page'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

describe('What of the conversation is in sight', () => {
  test('the greeting is read from its top, and so is that of a new conversation', async () => {
    const { instance, conversation, patches } = open()
    await settle()
    await passed(500)
    expect(patches.filter(({ scrollTop }) => Number(scrollTop) > 0)).toEqual([])
    conversation.send('讲讲浮力')
    await passed(300)
    expect(instance.data.scrollTop).toBeGreaterThan(0)
    conversation.startNew()
    await passed(500)
    expect(instance.data.scrollTop).toBe(0)
  })

  test('nothing moves under a finger or a wheel that holds the list; it catches up when it is let go', async () => {
    const { instance, conversation, learning, patches } = open()
    await settle()
    conversation.send('讲讲浮力')
    await passed(600)
    instance.onTouchStart()
    patches.length = 0
    learning.stream.write('浮力')
    await passed(300)
    expect(patches.filter((patch) => 'scrollTop' in patch)).toEqual([])
    instance.onTouchEnd()
    await passed(300)
    expect(patches.filter((patch) => 'scrollTop' in patch)).not.toEqual([])
  })

  test('goes along in the turn in which a card becomes higher, and once more when that is drawn; not while it is hidden', async () => {
    const { instance, conversation, patches } = open()
    await settle()
    conversation.send('讲讲浮力')
    await passed(1000)
    patches.length = 0
    const moves = () => patches.filter((patch) => 'scrollTop' in patch).length
    // Cards that come together bring one move.
    for (let card = 0; card < 10; card++) instance.onGrown()
    expect(moves()).toBe(1)
    await passed(1000)
    const later = moves()
    expect(later).toBeGreaterThan(1)
    instance.onHide()
    instance.onGrown()
    await passed(1000)
    expect(moves()).toBe(later)
  })

  test('the end stays in sight when photos or more lines make the composer grow', async () => {
    const { page, conversation, learning, patches } = open()
    await settle()
    conversation.send('讲讲浮力')
    await settle()
    await learning.stream.finish()
    await passed(600)
    for (const grow of [
      () => conversation.tray.add(['one']),
      () => page.querySelector('#composer')?.dispatchEvent('resized'),
    ]) {
      patches.length = 0
      grow()
      await passed(300)
      expect(patches.filter((patch) => 'scrollTop' in patch)).not.toEqual([])
      await passed(300)
    }
  })
})
