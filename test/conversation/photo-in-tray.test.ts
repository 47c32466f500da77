import { only, settle, world } from './fakes'

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
