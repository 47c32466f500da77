import { photoViews } from '../../miniprogram/conversation/photo-words'
import { statusView } from '../../miniprogram/conversation/turn-view'
import { messages } from '../../miniprogram/messages/zh-CN'
import { only, settle, type World, world } from './fakes'

/** A draft of two uploaded pages that an earlier run of the program left, sent by this one. */
async function sentFromDraft(keep: (photos: { source: string }[]) => void = () => undefined): Promise<World> {
  const before = world()
  before.conversation.tray.add(['one', 'two'])
  await settle()
  for (const upload of before.learning.uploads) await upload.arrive()
  const drafts = JSON.parse(JSON.stringify(before.store.get('drafts')))
  keep(drafts[0].photos)
  before.store.set('drafts', drafts)
  const after = world({ store: before.store })
  await after.conversation.start()
  after.conversation.send('怎么做')
  await settle()
  return after
}

describe('A page that the server has tidied away', () => {
  test('goes up again where the device has it still, and the question with it, under its own id', async () => {
    const { conversation, learning } = await sentFromDraft()
    await learning.stream.fail('BAD_REQUEST', false, [2])
    expect(learning.uploads.map(({ path }) => path)).toEqual(['two'])
    expect(only(conversation.turns).phase.name).toBe('uploading')
    await learning.uploads[0]?.arrive()
    expect(learning.streams.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-1'])
    expect(learning.stream.params.image_urls).toEqual(['/api/v1/files/one', '/api/v1/files/two'])
    await learning.stream.finish()
    expect(only(conversation.turns).phase.name).toBe('done')
  })

  test('is told by its number where the device has it no longer, and again in the tray', async () => {
    const { conversation, learning } = await sentFromDraft()
    await learning.stream.fail('BAD_REQUEST', false, [2])
    await learning.uploads[0]?.break('FILE_GONE')
    const turn = only(conversation.turns)
    expect(statusView(turn)).toMatchObject({ mark: messages.answer.pagesMissing([2]), action: 'edit' })
    expect(conversation.takeBack(turn.requestId)).toBe('怎么做')
    expect(photoViews(conversation.tray.photos).map(({ words }) => words)).toEqual([
      messages.photos.ready,
      messages.photos.gone,
    ])
    expect(conversation.send('怎么做')).toBe('photo-gone')
    conversation.tray.remove(conversation.tray.photos[1]?.id ?? '')
    expect(conversation.send('怎么做')).toBe('sent')
  })

  test('is told by its number at once where only the server had it; what the device has goes up meanwhile', async () => {
    const { conversation, learning } = await sentFromDraft((photos) => {
      const [first] = photos
      if (first !== undefined) first.source = 'https://server/api/v1/files/one?sig=1'
    })
    await learning.stream.fail('BAD_REQUEST', false, [1, 2])
    const turn = only(conversation.turns)
    expect(statusView(turn).mark).toBe('第 1 页已经找不到了，请重新拍或重新选')
    expect(learning.streams).toHaveLength(1)
    conversation.takeBack(turn.requestId)
    await settle()
    expect(learning.uploads.map(({ path }) => path)).toEqual(['two'])
  })

  test('is looked for once: a server that lacks it again is not asked for ever', async () => {
    const { conversation, learning } = await sentFromDraft()
    await learning.stream.fail('BAD_REQUEST', false, [2])
    await learning.uploads[0]?.arrive()
    await learning.stream.fail('BAD_REQUEST', false, [2])
    expect(only(conversation.turns)).toMatchObject({ phase: { name: 'failed', code: 'BAD_REQUEST' } })
    expect(learning.streams).toHaveLength(2)
  })

  test('leaves a question stopped that is stopped while it goes up again', async () => {
    const { conversation, learning } = await sentFromDraft()
    await learning.stream.fail('BAD_REQUEST', false, [2])
    conversation.stop()
    await settle()
    expect(only(conversation.turns)).toMatchObject({ phase: { name: 'unsent' } })
    expect(learning.uploads[0]?.aborted).toBe(true)
  })

  test('goes up again too where it was chosen in this run of the program', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one'])
    await settle()
    await learning.uploads[0]?.arrive()
    conversation.send('怎么做')
    await settle()
    await learning.stream.fail('BAD_REQUEST', false, [1])
    expect(learning.uploads.map(({ path }) => path)).toEqual(['one', 'one'])
  })
})
