import { historyItem, settle, world } from './fakes'

describe('What is over stays over', () => {
  test('a part of an answer whose question was taken back is not asked for again when the network returns', async () => {
    const { conversation, learning } = world()
    conversation.send('讲讲浮力')
    await settle()
    learning.stream.write('浮力')
    await learning.stream.fail('WS_MESSAGE_TIMEOUT')
    conversation.takeBack('request-1')
    conversation.comeBack()
    await settle()
    expect(learning.streams).toHaveLength(1)
  })

  test('a conversation that turned out to be deleted elsewhere is not read from the phone without a network', async () => {
    const { conversation, learning, store } = world()
    learning.histories.set('s1', { items: [historyItem(1)], has_more: false })
    await conversation.open('s1')
    expect(conversation.turns).toHaveLength(1)
    learning.deleted.add('s1')
    conversation.startNew()
    // What comes late of it is known to be gone all the same.
    const opening = conversation.open('s1')
    conversation.startNew()
    await opening
    store.set('open-session', 's1')
    const offline = world({ store })
    await offline.conversation.start()
    expect(offline.conversation.turns).toEqual([])
  })
})
