import { statusView } from '../../miniprogram/conversation/turn-view'
import { only, settle, world } from './fakes'

describe('A question whose photos did not arrive', () => {
  test('one that is gone from a question that was sent brings the question back to be changed', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['cleared'])
    conversation.send('看看')
    await settle()
    await only(learning.uploads).break('FILE_GONE')
    const { mark, action } = statusView(only(conversation.turns))
    expect([mark, action]).toEqual(['第 1 页已经找不到了，请重新拍或重新选', 'edit'])
  })

  test('a question whose photo the server refuses for good is laid back to be changed, with its other photos', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['notes.txt', 'two'])
    conversation.send('看看')
    await settle()
    await learning.uploads[1]?.arrive()
    await learning.uploads[0]?.break('BAD_REQUEST')
    const turn = only(conversation.turns)
    expect(statusView(turn)).toMatchObject({ action: 'edit', markKind: 'error' })
    expect(conversation.retry(turn.requestId)).toBe(false)
    expect(conversation.takeBack(turn.requestId)).toBe('看看')
    expect(conversation.tray.photos.map(({ state, refused }) => [state, refused])).toEqual([
      ['failed', true],
      ['uploaded', false],
    ])
  })

  test('a question is not laid back where its pages find no room beside those chosen since: none is lost', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['a', 'b', 'c', 'd', 'e', 'f'])
    conversation.send('看看')
    await settle()
    for (let at = 0; at < 6; at += 1) await learning.uploads[at]?.arrive()
    await learning.stream.fail('BAD_REQUEST', false)
    conversation.tray.add(['1', '2', '3', '4', '5'])
    const { requestId } = only(conversation.turns)
    expect([conversation.fits(requestId), conversation.takeBack(requestId)]).toEqual([false, undefined])
    expect(conversation.tray.photos).toHaveLength(5)
    conversation.tray.remove(conversation.tray.photos[0]?.id ?? '')
    expect(conversation.takeBack(requestId)).toBe('看看')
    expect(conversation.tray.photos.map(({ chosen }) => chosen).join('')).toBe('abcdef2345')
  })

  test('of several questions that did not arrive, none loses a page: what finds no room waits for its turn', async () => {
    const { conversation, learning } = world()
    for (const name of ['a', 'b']) {
      conversation.tray.add([1, 2, 3, 4, 5, 6].map((page) => name + page))
      conversation.send(`问 ${name}`)
      await settle()
      for (const upload of learning.uploads.slice(-6)) await upload.break('BAD_REQUEST')
      for (const upload of learning.uploads.slice(-3)) await upload.break('BAD_REQUEST')
    }
    const pages = () => conversation.tray.photos.map(({ chosen }) => chosen).join(' ')
    conversation.startNew()
    expect([conversation.draft.text, pages()]).toEqual(['问 a', 'a1 a2 a3 a4 a5 a6'])
    expect(conversation.draft.waiting).toBe(6)
    for (const { id } of [...conversation.tray.photos]) conversation.tray.remove(id)
    conversation.draft.write('')
    conversation.startNew()
    expect([conversation.draft.text, pages()]).toEqual(['问 b', 'b1 b2 b3 b4 b5 b6'])
    expect(conversation.draft.waiting).toBe(0)
  })

  /** Two questions that did not arrive, in a conversation that has room for the pages of one. */
  const waitingTwo = async () => {
    const made = world()
    const { conversation, learning } = made
    for (const name of ['a', 'b']) {
      conversation.tray.add([1, 2, 3, 4, 5, 6].map((page) => name + page))
      conversation.send(`问 ${name}`)
      await settle()
      for (const upload of learning.uploads.slice(-6)) await upload.break('BAD_REQUEST')
      for (const upload of learning.uploads.slice(-3)) await upload.break('BAD_REQUEST')
    }
    conversation.startNew()
    const written = () => [
      conversation.draft.text,
      conversation.tray.photos.map(({ chosen }) => chosen).join(' '),
      conversation.draft.waiting,
    ]
    return { ...made, written }
  }

  test('a question that waits for room is written instead of the one that is there when that is wanted, and back', async () => {
    const { conversation, written, store, changes } = await waitingTwo()
    const one = ['问 a', 'a1 a2 a3 a4 a5 a6', 6]
    const other = ['问 b', 'b1 b2 b3 b4 b5 b6', 6]
    expect(written()).toEqual(one)
    expect(changes.filter(({ type }) => type === 'photos')).not.toEqual([])
    conversation.exchange()
    expect(written()).toEqual(other)
    conversation.exchange()
    expect(written()).toEqual(one)
    expect(JSON.stringify(store.get('drafts'))).toContain('问 b')
    // Thrown away, it is gone, and the other one comes by itself.
    for (const { id } of [...conversation.tray.photos]) conversation.tray.remove(id)
    conversation.draft.write('')
    conversation.exchange()
    expect(written()).toEqual(['问 b', 'b1 b2 b3 b4 b5 b6', 0])
  })

  test('a question that waits for room is written when the one before it was sent', async () => {
    const { conversation, written } = await waitingTwo()
    for (const { id } of [...conversation.tray.photos]) conversation.tray.remove(id)
    expect(conversation.send('只有字')).toBe('sent')
    expect(written()).toEqual(['问 b', 'b1 b2 b3 b4 b5 b6', 0])
  })
})
