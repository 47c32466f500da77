import { heard, load, render, seen, tap } from './simulated'

const id = load('components/photo-tray/photo-tray')

const photo = (number: number, state: string, progress = 0) => ({
  id: `p${number}`,
  source: `p${number}.jpg`,
  state,
  progress,
  refused: false,
})

describe('The tray of pages', () => {
  test('shows how far each page is, and which one failed, in words', () => {
    const tray = render(id, {
      photos: [photo(1, 'uploaded', 100), photo(2, 'uploading', 40), photo(3, 'failed'), photo(4, 'waiting')],
    })
    const states = tray.querySelectorAll('.photo-state').map((node) => node.dom?.textContent)
    expect(states).toEqual(['已就绪', '正在上传', '点一下重传', '等待上传'])
    expect(seen(tray)).toContain('40%')
  })

  test('offers to upload again only what can be uploaded', () => {
    const refused = render(id, { photos: [{ ...photo(1, 'failed'), refused: true }] })
    expect(seen(refused)).toContain('无法使用')
    expect(seen(refused)).not.toContain('重传')
  })

  test('numbers the pages, counts them, and brings the one that was added last into sight', () => {
    const tray = render(id, { photos: [photo(1, 'uploaded')] })
    expect(seen(tray)).toContain('1 页')
    const before = tray.data.end
    tray.setData({ photos: [photo(1, 'uploaded'), photo(2, 'waiting')] })
    expect(seen(tray)).toContain('2 页')
    expect(tray.querySelectorAll('.photo')).toHaveLength(2)
    expect(tray.data.end).toBeGreaterThan(before)
  })

  test('tells which page is to be removed or uploaded again', async () => {
    const tray = render(id, { photos: [photo(1, 'failed')] })
    const removed = heard(tray, 'removephoto')
    const retried = heard(tray, 'retryphoto')
    await tap(tray, '.photo-frame')
    await tap(tray, '.photo-remove')
    expect(retried).toEqual([{ id: 'p1' }])
    expect(removed).toEqual([{ id: 'p1' }])
  })
})
