import { layerClosed, layerOpened } from '../../miniprogram/components/layers'

/** A keyboard of a PC. */
function withKeyboard() {
  const heard = new Set<(key: { key: string; shiftKey: boolean }) => void>()
  const keys = {
    onKeyDown: (listener: (key: { key: string; shiftKey: boolean }) => void) => heard.add(listener),
    offKeyDown: (listener: (key: { key: string; shiftKey: boolean }) => void) => heard.delete(listener),
  }
  Object.assign(globalThis, { wx: keys })
  const press = (key: string) => {
    for (const listener of [...heard]) listener({ key, shiftKey: false })
  }
  return { press, heard }
}

/** A layer that tells when it was closed. */
function layer(name: string, closed: string[]) {
  const owner = {}
  const close = (): void => {
    closed.push(name)
    layerClosed(owner)
  }
  return { open: () => layerOpened(owner, close), close }
}

describe('On a PC', () => {
  test('Escape closes the layer on top, one after the other, and no other key does', () => {
    const { press } = withKeyboard()
    const closed: string[] = []
    layer('drawer', closed).open()
    layer('dialog', closed).open()
    press('Enter')
    expect(closed).toEqual([])
    press('Escape')
    expect(closed).toEqual(['dialog'])
    press('Escape')
    press('Escape')
    expect(closed).toEqual(['dialog', 'drawer'])
  })

  test('a layer that was told open twice is closed once', () => {
    const { press } = withKeyboard()
    const closed: string[] = []
    const drawer = layer('drawer', closed)
    drawer.open()
    drawer.open()
    press('Escape')
    press('Escape')
    expect(closed).toEqual(['drawer'])
  })

  test('nobody listens while nothing is open', () => {
    const { heard } = withKeyboard()
    const drawer = layer('drawer', [])
    drawer.open()
    expect(heard.size).toBe(1)
    drawer.close()
    expect(heard.size).toBe(0)
  })
})
