import { createPhotoTray } from '../../miniprogram/conversation/photo-tray'
import { createPhotoUploads } from '../../miniprogram/conversation/photo-uploads'
import { photoViews } from '../../miniprogram/conversation/photo-words'
import { statusView, statusWords } from '../../miniprogram/conversation/turn-view'
import { only, settle, world } from './fakes'

describe('Photos of a question', () => {
  test('are uploaded when they are chosen, and asked in page order whichever arrives first', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one', 'two', 'three'])
    conversation.send('')
    expect(learning.streams).toHaveLength(0)
    await settle()
    const [one, two, three] = learning.uploads
    await three?.arrive()
    await one?.arrive()
    await two?.arrive()
    expect(learning.stream.params).toEqual({
      content: '',
      image_urls: ['/api/v1/files/one', '/api/v1/files/two', '/api/v1/files/three'],
    })
  })

  test('are counted in words while they go up', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one', 'two', 'three'])
    conversation.send('看看')
    await settle()
    expect(statusWords(only(conversation.turns))).toBe('正在上传第 1/3 页…')
    await learning.uploads[0]?.arrive()
    expect(statusWords(only(conversation.turns))).toBe('正在上传第 2/3 页…')
  })

  test('that arrived before a send failed are not uploaded a second time', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one', 'two'])
    conversation.send('看看')
    await settle()
    await learning.uploads[0]?.arrive()
    await learning.uploads[1]?.break()
    expect(only(conversation.turns)).toMatchObject({
      phase: { name: 'failed', code: 'UPLOAD_FAILED', retryable: true },
    })
    conversation.retry('request-1')
    await settle()
    expect(learning.uploads.map(({ path }) => path)).toEqual(['one', 'two', 'two'])
    await learning.uploads[2]?.arrive()
    expect(learning.stream.params.image_urls).toEqual(['/api/v1/files/one', '/api/v1/files/two'])
  })

  test('survive an answer that failed: the retry sends the same addresses and uploads nothing', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one'])
    conversation.send('看看')
    await settle()
    await only(learning.uploads).arrive()
    await learning.stream.fail('WS_CONNECT_ERROR')
    conversation.retry('request-1')
    await settle()
    expect(learning.uploads).toHaveLength(1)
    expect(learning.stream.params.image_urls).toEqual(['/api/v1/files/one'])
  })

  test('a failed one is uploaded again when it is tapped', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one'])
    await settle()
    await learning.uploads[0]?.break()
    const photo = only(conversation.tray.photos)
    expect(photo.state).toBe('failed')
    conversation.tray.retry(photo.id)
    await settle()
    await learning.uploads[1]?.arrive()
    expect(photo.state).toBe('uploaded')
  })

  test('one that failed holds the question back, and nothing of it is lost', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one', 'two'])
    await settle()
    await learning.uploads[0]?.arrive()
    await learning.uploads[1]?.break()
    expect(conversation.send('看看')).toBe('photo-failed')
    expect(conversation.turns).toEqual([])
    conversation.tray.retry(conversation.tray.photos[1]?.id ?? '')
    await settle()
    await learning.uploads[2]?.arrive()
    expect(conversation.send('看看')).toBe('sent')
  })

  test.each([
    'NETWORK_ERROR',
    'RATE_LIMITED',
    'SERVER_ERROR',
    'INTERNAL',
    'OVERLOADED',
    'AUTH_ERROR',
    'NEW_CODE',
  ])('one that failed with %s can be uploaded again', async (code) => {
    const { conversation, learning } = world()
    conversation.tray.add(['one'])
    await settle()
    await learning.uploads[0]?.break(code)
    expect(only(conversation.tray.photos)).toMatchObject({ state: 'failed', refused: false })
  })

  test('one that is no longer on the device says so and what to do: it has to go', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['cleared'])
    await settle()
    await only(learning.uploads).break('FILE_GONE')
    expect(only(photoViews(conversation.tray.photos))).toMatchObject({ words: '请重新拍', tone: 'refused' })
    expect(only(conversation.tray.photos).why).toBe('照片已不在手机上，请删除后重新拍')
    expect(conversation.send('看看')).toBe('photo-gone')
  })

  test('one that is gone from a question that was sent brings the question back to be changed', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['cleared'])
    conversation.send('看看')
    await settle()
    await only(learning.uploads).break('FILE_GONE')
    const { mark, action } = statusView(only(conversation.turns))
    expect([mark, action]).toEqual(['第 1 页已经找不到了，请重新拍或重新选', 'edit'])
  })

  test('one that the server refused for good is not uploaded again: it has to go', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['notes.txt', 'two'])
    await settle()
    await learning.uploads[0]?.break('BAD_REQUEST')
    const [refused] = conversation.tray.photos
    expect(refused).toMatchObject({ state: 'failed', refused: true, why: expect.any(String) })
    conversation.tray.retry(refused?.id ?? '')
    await settle()
    expect(learning.uploads).toHaveLength(2)
    expect(conversation.send('看看')).toBe('photo-refused')
    conversation.tray.remove(refused?.id ?? '')
    expect(conversation.send('看看')).toBe('sent')
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

  test('one that the host cut while the program was behind goes out once more, whichever of the two is told first', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one', 'two'])
    conversation.send('看看')
    await settle()
    conversation.comeBack()
    await learning.uploads[0]?.break()
    await settle()
    expect(learning.uploads.map(({ path }) => path)).toEqual(['one', 'two', 'one'])
    await learning.uploads[1]?.arrive()
    await learning.uploads[2]?.arrive()
    expect(learning.streams).toHaveLength(1)
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

  test('are looked at one after the other: each is a whole photograph in the phone’s memory', async () => {
    const looks: Array<() => void> = []
    const uploads = createPhotoUploads(
      () => ({ result: new Promise(() => undefined), abort: () => undefined }),
      () => undefined,
    )
    const judge = () => new Promise<undefined>((resolve) => looks.push(() => resolve(undefined)))
    const tray = createPhotoTray(uploads, judge, () => undefined)
    tray.add(['one', 'two', 'three'])
    await settle()
    expect(looks).toHaveLength(1)
    looks[0]?.()
    await settle()
    expect(looks).toHaveLength(2)
  })

  test('no more than ten are taken', () => {
    const { conversation } = world()
    const paths = Array.from({ length: 12 }, (_, index) => `page-${index}`)
    expect(conversation.tray.add(paths)).toBe(10)
    expect(conversation.tray.add(['one more'])).toBe(0)
  })

  test('one that is removed is given up, whether it is on its way or still waits', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one', 'two', 'three', 'four'])
    await settle()
    expect(learning.uploads).toHaveLength(3)
    const [first, , , fourth] = conversation.tray.photos
    conversation.tray.remove(fourth?.id ?? '')
    conversation.tray.remove(first?.id ?? '')
    await settle()
    expect(learning.uploads[0]?.aborted).toBe(true)
    expect(learning.uploads.map(({ path }) => path)).toEqual(['one', 'two', 'three'])
    expect(conversation.tray.photos.map(({ source }) => source)).toEqual(['two', 'three'])
  })

  test('stopping while they go up asks nothing, and the question can be sent again', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one'])
    conversation.send('看看')
    await settle()
    conversation.stop()
    await settle()
    expect(only(conversation.turns)).toMatchObject({ phase: { name: 'unsent' } })
    expect(learning.streams).toHaveLength(0)
    conversation.retry('request-1')
    await settle()
    await learning.uploads[1]?.arrive()
    expect(learning.streams).toHaveLength(1)
  })
})

describe('A photo in the tray', () => {
  const paths = (photos: readonly { source: string }[]) => photos.map(({ source }) => source)

  test('goes to another place, and is asked there', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one', 'two', 'three'])
    const [, , third] = conversation.tray.photos
    conversation.tray.move(third?.id ?? '', 0)
    expect(paths(conversation.tray.photos)).toEqual(['three', 'one', 'two'])
    await settle()
    for (const upload of learning.uploads) await upload.arrive()
    conversation.send('看看')
    await settle()
    expect(learning.stream.params.image_urls).toEqual([
      '/api/v1/files/three',
      '/api/v1/files/one',
      '/api/v1/files/two',
    ])
  })

  test('that was edited while it went up is sent as it is now, and the old upload is given up', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one'])
    await settle()
    const photo = only(conversation.tray.photos)
    conversation.tray.change(photo.id, { source: 'one-turned', edit: { turns: 1 } })
    conversation.tray.upload()
    await settle()
    expect(learning.uploads[0]?.aborted).toBe(true)
    expect(photo.state).toBe('uploading')
    await learning.uploads[0]?.arrive()
    expect(photo.url).toBeUndefined()
    await learning.uploads[1]?.arrive()
    expect(photo).toMatchObject({ state: 'uploaded', url: '/api/v1/files/oneturned', chosen: 'one' })
  })

  test('that was edited after it was at the server is uploaded anew before the question goes out', async () => {
    const { conversation, learning } = world()
    conversation.tray.add(['one'])
    await settle()
    await only(learning.uploads).arrive()
    const photo = only(conversation.tray.photos)
    conversation.tray.change(photo.id, { source: 'one-cut' })
    expect(conversation.send('看看')).toBe('sent')
    await settle()
    expect(learning.streams).toHaveLength(0)
    await learning.uploads[1]?.arrive()
    expect(learning.stream.params.image_urls).toEqual(['/api/v1/files/onecut'])
  })

  test('tells what speaks against it, and no longer once it is another picture', async () => {
    const { conversation, findings } = world()
    findings.set('one', 'blurred')
    conversation.tray.add(['one', 'two'])
    await settle()
    const [first, second] = conversation.tray.photos
    expect([first?.finding, second?.finding]).toEqual(['blurred', undefined])
    conversation.tray.change(first?.id ?? '', { source: 'one-again' })
    await settle()
    expect(first?.finding).toBeUndefined()
  })
})
