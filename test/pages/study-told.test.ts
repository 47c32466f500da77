import { load, seen } from '../components/simulated'
import { NOW, noNetwork } from '../mistakes/fakes'
import { ONE, open, passed, program, TWO, tapped } from './study-world'

const reviewPage = load('study/pages/review/review')
const mistakesPage = load('study/pages/mistakes/mistakes')
const mePage = load('study/pages/me/me')

beforeEach(() => void jest.useFakeTimers({ now: NOW }))
afterEach(() => void jest.useRealTimers())

describe('A screen reader on the page of the review', () => {
  test('is told of what a tap has opened, of a rating and how it is taken back, and of the end', async () => {
    program(ONE, TWO)
    const { page } = await open(reviewPage)
    expect(page.data.said).toBe('第 1 题，共 2 题')
    await tapped(page, '.primary-button')
    expect(page.data.said).toBe('解答打开了，在题目下面。')
    await tapped(page, '.rating', 2)
    expect(page.data.said).toBe('记得，4 天后再复习，现在可以撤销。第 2 题，共 2 题')
    await tapped(page, '.undo-button')
    expect(page.data.said).toBe('已撤销。第 1 题，共 2 题')
    await tapped(page, '.rating', 2)
    await tapped(page, '.primary-button')
    await tapped(page, '.rating', 0)
    expect(page.data.said).toBe(
      '忘了，10 分钟后再复习，现在可以撤销。2 道都过了一遍。下次是 10 分钟后，1 道。',
    )
    await tapped(page, '.undo-button')
    expect(page.data.said).toBe('已撤销。第 2 题，共 2 题')
  })

  test('is told that nothing came, each time', async () => {
    const { port } = program()
    port.failures = ['unreachable', 'unreachable']
    const { page } = await open(reviewPage)
    expect(page.data.said).toBe('要复习的题没有载入成功，点按重试')
    page.instance.begin()
    expect(page.data.said).toBe('')
    await passed(50)
    expect(page.data.said).toBe('要复习的题没有载入成功，点按重试')
  })
})

/** The host tells that the network is there again. */
function withNetwork() {
  const listeners = new Set<(status: object) => void>()
  Object.assign(wx, {
    onNetworkStatusChange: (listener: (status: object) => void) => listeners.add(listener),
    offNetworkStatusChange: (listener: (status: object) => void) => listeners.delete(listener),
  })
  const returns = async () => {
    for (const listener of [...listeners]) listener({ isConnected: true })
    await passed(50)
  }
  return { listeners, returns }
}

describe('A page that could not be loaded without a network', () => {
  test.each([
    ['of the review', reviewPage, '4x-9=11'],
    ['of the mistake book', mistakesPage, '4x-9=11'],
  ])('loads by itself when there is one again: the one %s', async (_which, id, words) => {
    const { listeners, returns } = withNetwork()
    const { port } = program(ONE)
    port.failures = ['unreachable']
    const { page, instance } = await open(id)
    expect(seen(page)).not.toContain(words)
    await returns()
    expect(seen(page)).toContain(words)
    instance.onUnload()
    expect(listeners.size).toBe(0)
  })

  test('says so of the student and of the week, and loads both by a tap, by the network and when it is shown again', async () => {
    const { listeners, returns } = withNetwork()
    const world = program()
    const { me, report } = world.account
    const isLost = { me: true, report: true }
    world.account.me = () => (isLost.me ? Promise.reject(noNetwork()) : me())
    world.account.report = (days) => (isLost.report ? Promise.reject(noNetwork()) : report(days))
    const { page, instance } = await open(mePage)
    expect(seen(page)).toContain('名字和年级没有载入成功，点按重试')
    isLost.me = false
    await tapped(page, '.student-retry')
    expect(seen(page)).toMatch(/林小满.*这一周的情况没有载入成功，点按重试/)
    isLost.report = false
    await returns()
    expect(seen(page)).toContain('38')
    isLost.report = true
    instance.onShow()
    await passed(50)
    expect(seen(page)).toMatch(/38.*没有网络，这是上次看到的。点按重试/)
    instance.onUnload()
    expect(listeners.size).toBe(0)
  })
})
