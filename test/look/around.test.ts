import { putOnLook, takeOffLook } from '../../miniprogram/components/look'
import { Appearance } from '../../miniprogram/look/appearance'
import { MemoryStore } from '../conversation/fakes'

/** A phone whose theme changes, and what pages had it draw around them. */
function phone() {
  const listeners = new Set<() => void>()
  const painted: string[] = []
  let theme = 'light'
  const wx = {
    getAppBaseInfo: () => ({ theme }),
    onThemeChange: (listener: () => void) => listeners.add(listener),
    offThemeChange: (listener: () => void) => listeners.delete(listener),
    setNavigationBarColor: ({ frontColor }: { frontColor: string }) => painted.push(frontColor),
    setBackgroundColor: () => undefined,
  }
  const turn = (to: string) => {
    theme = to
    for (const listener of [...listeners]) listener()
  }
  return { wx, painted, turn, listeners }
}

const page = () => ({ setData: jest.fn() })

describe('What the host draws around a page', () => {
  afterEach(() => Reflect.deleteProperty(globalThis, 'wx'))

  test('follows the phone’s theme and the student’s choice while the page is in front', () => {
    const { wx, painted, turn } = phone()
    Object.assign(globalThis, { wx })
    const appearance = new Appearance(new MemoryStore())
    const chat = page()
    putOnLook(chat, appearance)
    turn('dark')
    appearance.choose({ theme: 'light' })
    takeOffLook(chat)
    expect(painted).toEqual(['#000000', '#ffffff', '#000000'])
  })

  test('is not painted over by a page that lies below, whatever changes', () => {
    const { wx, painted, turn, listeners } = phone()
    Object.assign(globalThis, { wx })
    const appearance = new Appearance(new MemoryStore())
    const [chat, photos] = [page(), page()]
    putOnLook(chat, appearance)
    putOnLook(photos, appearance, false)
    turn('dark')
    appearance.choose({ theme: 'light' })
    expect(painted).toEqual(['#000000'])
    takeOffLook(photos)
    appearance.choose({ theme: 'dark' })
    expect(painted).toEqual(['#000000', '#ffffff'])
    takeOffLook(chat)
    expect(listeners.size).toBe(0)
  })
})
