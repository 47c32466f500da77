import type { PhotoView } from '../../miniprogram/conversation/photo-words'
import { messages } from '../../miniprogram/messages/zh-CN'
import { heard, load, render, seen, tap } from './simulated'

const id = load('components/photo-tray/photo-tray')

const photo = (number: number, state: Partial<PhotoView> = {}): PhotoView => ({
  id: `p${number}`,
  source: `p${number}.jpg`,
  words: '已就绪',
  tone: 'plain',
  progress: -1,
  ...state,
})

function pages(tray: ReturnType<typeof render>) {
  const strip = tray.querySelector('#pages')
  if (strip === undefined) throw new Error('no pages')
  return strip
}

describe('The tray of pages', () => {
  // 37 px beside a page on a low screen, letters of 12 px.
  test('says no state that would break within a word, were there room for three characters a line', () => {
    const { ready, uploading, failed, refused, gone, findings, label } = messages.photos
    const states = [
      ready,
      uploading,
      failed,
      refused,
      gone,
      ...Object.values(findings).map(({ short }) => short),
    ]
    expect(states.filter((state) => state.split('\u200b').some((part) => part.length > 3))).toEqual([])
    expect(states.map((state) => label(1, 2, state)).join('')).not.toContain('\u200b')
  })

  test('says of each page how far it is and what speaks against it, and says how it works', () => {
    const tray = render(id, {
      photos: [
        photo(1),
        photo(2, { words: '正在上传', progress: 40 }),
        photo(3, { words: '点一下重传', tone: 'failed' }),
        photo(4, { words: '有点糊', tone: 'doubt' }),
      ],
    })
    const states = pages(tray)
      .querySelectorAll('.words')
      .map((node) => node.dom?.textContent)
    expect(states).toEqual(['已就绪', '正在上传', '点一下重传', '有点糊'])
    expect(seen(tray)).toContain('40%')
    expect(seen(tray)).toContain('长按拖动换顺序')
  })

  test('numbers the pages, counts them, and brings the one that was added last into sight', () => {
    const tray = render(id, { photos: [photo(1)] })
    expect(seen(tray)).toContain('1 页')
    const before = pages(tray).data.scrollLeft
    tray.setData({ photos: [photo(1), photo(2)] })
    expect(seen(tray)).toContain('2 页')
    expect(pages(tray).querySelectorAll('.place')).toHaveLength(2)
    expect(pages(tray).data.scrollLeft).toBeGreaterThan(before)
  })

  test('opens a page that is tapped, and sends one again that failed', async () => {
    const tray = render(id, {
      photos: [photo(1), photo(2, { tone: 'failed' }), photo(3, { tone: 'refused' })],
    })
    const opened = heard(tray, 'openphoto')
    const retried = heard(tray, 'retryphoto')
    const removed = heard(tray, 'removephoto')
    for (const page of pages(tray).querySelectorAll('.page')) page.dispatchEvent('tap')
    await tap(tray, '#pages', '.cross')
    expect(opened).toEqual([{ id: 'p1' }])
    expect(retried).toEqual([{ id: 'p2' }, { id: 'p3' }])
    expect(removed).toEqual([{ id: 'p1' }])
  })

  test('says that another question waits for room, also where it has no page, and has it written by a tap', async () => {
    const tray = render(id, { photos: [], waiting: 6 })
    expect(seen(tray)).toBe('还有一题没发出去，它的 6 页这里放不下换过来')
    const wishes = heard(tray, 'exchange')
    await tap(tray, '.exchange')
    expect(wishes).toHaveLength(1)
    tray.setData({ photos: [photo(1)], waiting: 0 })
    expect(seen(tray)).not.toContain('换过来')
  })
})
