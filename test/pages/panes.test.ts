import { uploadedPhoto } from '../../miniprogram/conversation/photo-uploads'
import { newTurn, type Turn } from '../../miniprogram/conversation/turn'
import { saved } from '../../miniprogram/conversation/turn-phase'
import { division, paneView } from '../../miniprogram/pages/chat/panes'

const words = newTurn('words', '讲讲浮力', [])
const pages = newTurn(
  'pages',
  '这两页怎么做？',
  ['a', 'b'].map((name) => uploadedPhoto(name, name, `/${name}`)),
)

describe('The screen', () => {
  test.each([
    ['one', 320, 568],
    ['one', 390, 844],
    ['one', 768, 1024],
    ['one', 667, 375],
    ['low', 844, 390],
    ['wide', 1024, 768],
    ['wide', 900, 500],
  ])('is divided: %s at %d × %d', (divided, width, height) => {
    expect(division({ width, height })).toBe(divided)
  })

  test('shows the pages that were asked about last beside the answer, where there is room', () => {
    const turns = [pages, words]
    for (const divided of ['low', 'wide'] as const)
      expect(paneView(divided, turns)).toMatchObject({
        pane: 'photos',
        paneTurn: 'pages',
        panePhotos: ['/a', '/b'],
      })
    expect(paneView('one', turns)).toMatchObject({ pane: '', paneTurn: '' })
  })

  test('shows marked pages with their marks, where there is room to tap on one; else they stand in the answer', () => {
    const correction = { right: 0, wrong: 0, unanswered: 0, unclear: 0, items: [] }
    const extras = { status: 'ready', title: null, subject: null, follow_ups: [], correction } as const
    const asking = { ...pages.asking, mode: 'check' } as const
    const marked: Turn = {
      ...pages,
      requestId: 'marked',
      asking,
      phase: saved('done', { extras: { ...extras, follow_ups: [] } }),
    }
    expect(paneView('wide', [pages, marked])).toMatchObject({
      pane: 'marks',
      paneTurn: 'marked',
      panePhotos: ['/a', '/b'],
      paneCorrection: correction,
    })
    expect(paneView('low', [pages, marked])).toMatchObject({ pane: 'photos', paneTurn: 'pages' })
    expect(paneView('one', [marked]).pane).toBe('')
    expect(paneView('wide', [marked, pages]).pane).toBe('photos')
  })

  test('shows the notebook where there is no page and much room', () => {
    expect(paneView('wide', [words]).pane).toBe('notebook')
    expect(paneView('low', [words]).pane).toBe('')
  })
})
