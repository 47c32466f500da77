import simulate from 'miniprogram-simulate'
import { heard, load, render, seen, tap } from './simulated'

const id = load('components/composer/composer')

interface Composer {
  setText(text: string): void
  putBack(text: string): void
  readonly data: { text: string }
}

function write(composer: { instance: Composer }, text: string): void {
  composer.instance.setText(text)
}

const photo = (number: number, state: string, progress = 0) => ({
  id: `p${number}`,
  source: `p${number}.jpg`,
  state,
  progress,
  refused: false,
})

describe('The composer', () => {
  test('sends the words that were written', async () => {
    const composer = render(id)
    const sent = heard(composer, 'send')
    write(composer, '1 + 1 = ?')
    await tap(composer, '#send')
    expect(sent).toEqual([{ text: '1 + 1 = ?' }])
  })

  test('takes a double tap for one', async () => {
    const composer = render(id)
    const sent = heard(composer, 'send')
    write(composer, '1 + 1 = ?')
    await tap(composer, '#send')
    await tap(composer, '#send')
    expect(sent).toHaveLength(1)
  })

  test('stops the answer under way by the same button, but not by the second tap of a double tap', async () => {
    const composer = render(id)
    const stops = heard(composer, 'stop')
    await tap(composer, '#send')
    composer.setData({ busy: true })
    expect(composer.querySelector('#send')).toBeUndefined()
    await tap(composer, '#stop')
    expect(stops).toHaveLength(0)
    await simulate.sleep(850)
    await tap(composer, '#stop')
    expect(stops).toHaveLength(1)
  })

  test('shows how far each photo is, and which one failed', () => {
    const composer = render(id, {
      photos: [photo(1, 'uploaded', 100), photo(2, 'uploading', 40), photo(3, 'failed')],
    })
    expect(composer.querySelectorAll('.photo')).toHaveLength(3)
    expect(seen(composer)).toContain('40%')
    expect(composer.querySelectorAll('.photo-veil-failed')).toHaveLength(1)
  })

  test('says in words that a photo failed, and whether it can be uploaded again', () => {
    const failed = render(id, { photos: [photo(1, 'failed')] })
    expect(seen(failed)).toContain('上传失败')
    expect(failed.querySelectorAll('.photo-again')).toHaveLength(1)
    const refused = render(id, { photos: [{ ...photo(1, 'failed'), refused: true }] })
    expect(seen(refused)).toContain('无法使用')
    expect(refused.querySelectorAll('.photo-again')).toHaveLength(0)
  })

  test('counts the photos, and brings the one that was added last into sight', () => {
    const composer = render(id, { photos: [photo(1, 'uploaded')] })
    expect(seen(composer)).toContain('1/10')
    const before = composer.data.photosEnd
    composer.setData({ photos: [photo(1, 'uploaded'), photo(2, 'waiting')] })
    expect(seen(composer)).toContain('2/10')
    expect(composer.data.photosEnd).toBeGreaterThan(before)
  })

  test('keeps a question that is too long, and says by how much', () => {
    const composer = render(id)
    write(composer, '长'.repeat(8003))
    expect(seen(composer)).toContain('超出 3 字')
    write(composer, '长'.repeat(8000))
    expect(seen(composer)).toContain('内容由 AI 生成')
  })

  test('lays an earlier question back before what is being written, once', () => {
    const { instance }: { instance: Composer } = render(id)
    instance.setText('还有一问')
    instance.putBack('讲讲浮力')
    instance.putBack('讲讲浮力')
    expect(instance.data.text).toBe('讲讲浮力\n还有一问')
  })

  test('tells which photo is to be removed or uploaded again', async () => {
    const composer = render(id, { photos: [photo(1, 'failed')] })
    const removed = heard(composer, 'removephoto')
    const retried = heard(composer, 'retryphoto')
    await tap(composer, '.photo-frame')
    await tap(composer, '.photo-remove')
    expect(retried).toEqual([{ id: 'p1' }])
    expect(removed).toEqual([{ id: 'p1' }])
  })

  test('says that answers come from an AI', () => {
    expect(seen(render(id))).toContain('内容由 AI 生成')
  })
})
