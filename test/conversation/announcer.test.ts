import { createAnnouncer } from '../../miniprogram/conversation/announcer'
import { settle, type World, world } from './fakes'

/** What a screen reader is told, from now on. */
function listen({ conversation }: World): string[] {
  const announce = createAnnouncer(conversation.tray)
  const said: string[] = []
  conversation.subscribe((change) => {
    const words = announce(change)
    if (words !== undefined) said.push(words)
  })
  return said
}

describe('A student who listens to the page', () => {
  test('hears that the question went out, that the answer began and that it ended, and nothing between', async () => {
    const opened = world()
    const said = listen(opened)
    opened.conversation.send('讲讲浮力')
    await settle()
    const { stream } = opened.learning
    stream.tell({ type: 'state', state: 'streaming' })
    stream.write('浮力', '等于', '重量')
    stream.tell({ type: 'state', state: 'processing' })
    await stream.finish()
    expect(said).toEqual(['问题已发送，正在等回答', '开始回答', '回答完毕'])
  })

  test('hears that the connection was lost and found, and how a cut answer ended', async () => {
    const opened = world()
    opened.conversation.send('讲讲浮力')
    await settle()
    const { stream } = opened.learning
    stream.write('浮力')
    const said = listen(opened)
    stream.write('等于')
    stream.tell({ type: 'state', state: 'reconnecting' })
    stream.tell({ type: 'state', state: 'streaming' })
    await stream.fail('MODEL_TIMEOUT')
    expect(said).toEqual([
      '开始回答',
      '网络断开，正在重新连接',
      '已重新连接',
      '没写完，前面的都在。老师想得太久了，请重试',
    ])
  })

  test('hears which photo failed, once', async () => {
    const opened = world()
    const said = listen(opened)
    const { tray } = opened.conversation
    tray.add(['one', 'notes.txt'])
    await settle()
    await opened.learning.uploads[0]?.break()
    await opened.learning.uploads[1]?.break('BAD_REQUEST')
    expect(said).toEqual(['第 1 页没有上传成功', '第 2 页无法使用'])
  })

  test('hears nothing when an answer is rated', async () => {
    const opened = world()
    opened.conversation.send('讲讲浮力')
    await settle()
    await opened.learning.stream.finish()
    const said = listen(opened)
    await opened.conversation.answers.rate('request-1', 'up')
    expect(said).toEqual([])
  })
})
