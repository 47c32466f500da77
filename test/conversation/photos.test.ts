import { createPhotoTray } from '../../miniprogram/conversation/photo-tray'
import { chosenPhoto, createPhotoUploads } from '../../miniprogram/conversation/photo-uploads'
import { photoViews } from '../../miniprogram/conversation/photo-words'
import { statusWords } from '../../miniprogram/conversation/turn-view'
import { messages } from '../../miniprogram/messages/zh-CN'
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
    expect(only(photoViews(conversation.tray.photos))).toMatchObject({
      words: messages.photos.gone,
      tone: 'refused',
    })
    expect(only(conversation.tray.photos).why).toBe('照片已不在手机上，请删除后重新拍')
    expect(conversation.send('看看')).toBe('photo-gone')
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

  test('one that was given up is not there, also where the host brings it to the server all the same', async () => {
    let arrive = (): void => undefined
    const file = { id: 'f', url: '/api/v1/files/f', width: 1, height: 1, bytes: 1 }
    const uploads = createPhotoUploads(
      () => ({
        result: new Promise((resolve) => {
          arrive = () => resolve(file)
        }),
        abort: () => undefined,
      }),
      () => undefined,
    )
    const photo = chosenPhoto('p', 'one')
    uploads.start(photo)
    await settle()
    uploads.cancel(photo)
    arrive()
    await settle()
    expect(photo).toMatchObject({ state: 'failed', progress: 0 })
    expect(photo.url).toBeUndefined()
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
