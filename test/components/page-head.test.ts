import { installWx } from '../support/fake-wx'
import { load, render, resized, type Simulated } from './simulated'

const heads = {
  'the chat': load('components/chat-header/chat-header'),
  'a page of the mistake book': load('study/components/page-top/page-top'),
}

/** A screen with the host's capsule 7 px from its right edge. */
function screen(windowWidth: number, statusBarHeight: number): void {
  installWx({
    getWindowInfo: () => ({ windowWidth, windowHeight: 800, statusBarHeight }),
    getMenuButtonBoundingClientRect: () => ({
      left: windowWidth - 94,
      top: statusBarHeight + 8,
      height: 32,
    }),
  })
}

describe.each(Object.entries(heads))('The head of %s', (_, id) => {
  const place = (head: Simulated) => {
    const { statusBar, bar, capsule } = head.data
    return [statusBar, bar, capsule]
  }

  test('stands below the status bar and beside the host’s capsule, also where the screen is turned', () => {
    screen(390, 47)
    const head = render(id, { title: '浮力' })
    expect(place(head)).toEqual([47, 48, 94])
    screen(844, 0)
    resized(head)
    expect(place(head)).toEqual([0, 48, 94])
  })

  test('stands as on a usual phone where the host tells nothing', () => {
    installWx({})
    expect(place(render(id, { title: '浮力' }))).toEqual([20, 44, 96])
  })
})
