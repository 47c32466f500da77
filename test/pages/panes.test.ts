import { uploadedPhoto } from '../../miniprogram/conversation/photo-uploads'
import { newTurn } from '../../miniprogram/conversation/turn'
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

  test('shows the notebook where there is no page and much room', () => {
    expect(paneView('wide', [words]).pane).toBe('notebook')
    expect(paneView('low', [words]).pane).toBe('')
  })
})
