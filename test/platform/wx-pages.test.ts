import { openPage } from '../../miniprogram/platform/wx-pages'

interface Asked {
  url: string
  success(): void
  fail(reason: object): void
}

/** A host that opens pages when the test says so. */
function host(): Asked[] {
  const asked: Asked[] = []
  Object.assign(globalThis, { wx: { navigateTo: (options: Asked) => asked.push(options) } })
  return asked
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

describe('A page is opened', () => {
  test('once by a double tap, and both taps are told how that went', async () => {
    const asked = host()
    const taps = [openPage('/me'), openPage('/me')]
    expect(asked).toHaveLength(1)
    asked[0]?.fail({ errMsg: 'navigateTo:fail' })
    const told = await Promise.allSettled(taps)
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  test.each([
    ['it had been opened', (page: Asked) => page.success()],
    ['it could not be opened', (page: Asked) => page.fail({ errMsg: 'navigateTo:fail' })],
    ['the host has not answered for long', () => jest.advanceTimersByTimeAsync(10_000)],
  ])('again where %s', async (_why, passes) => {
    const asked = host()
    const first = openPage(`/again-${_why}`).catch(() => undefined)
    for (const page of asked) await passes(page)
    await Promise.race([first, Promise.resolve()])
    await jest.advanceTimersByTimeAsync(0)
    const again = openPage(`/again-${_why}`)
    expect(asked).toHaveLength(2)
    asked[1]?.success()
    await again
  })

  test('beside another one that is being opened', () => {
    const asked = host()
    void openPage('/review')
    void openPage('/mistakes')
    expect(asked.map(({ url }) => url)).toEqual(['/review', '/mistakes'])
  })
})
