import { load, type Simulated, seen } from '../components/simulated'
import { mistake, NOW, noNetwork } from '../mistakes/fakes'
import { ONE, open, passed, program, TWO, tapped } from './study-world'
import { WaitingHost } from './waiting-host'

const reviewPage = load('study/pages/review/review')
const mistakesPage = load('study/pages/mistakes/mistakes')
const mePage = load('study/pages/me/me')

beforeEach(() => void jest.useFakeTimers({ now: NOW }))
afterEach(() => void jest.useRealTimers())

describe('Every page from which something can be copied', () => {
  const mistakePage = load('study/pages/mistake/mistake')

  test.each([
    ['of the review', reviewPage],
    ['of the mistake book', mistakesPage],
    ['of one exercise', mistakePage],
    ['about the student', mePage],
  ])('asks by itself for the consent that the host waits for: the one %s', async (_which, id) => {
    const host = new WaitingHost()
    Object.assign(wx, { onNeedPrivacyAuthorization: host.onNeedPrivacyAuthorization })
    program(ONE)
    const { page } = await open(id, { id: 'one' })
    const { shown, answers } = host.refusedOn(page)
    expect(shown).toMatchObject({ visible: true })
    expect(answers).toEqual([{ event: 'disagree' }])
  })
})

describe('The page of the review', () => {
  test('shows an exercise, and its solution when that is asked for', async () => {
    program(ONE, TWO)
    const { page } = await open(reviewPage)
    expect(seen(page)).toMatch(/共 2 题.*数学，题目/)
    expect(seen(page)).not.toContain('上次写的是')
    await tapped(page, '.primary-button')
    expect(seen(page)).toContain('上次写的是')
    expect(seen(page)).toContain('4 天后')
  })

  test('rates by one tap, and sends it when it cannot be taken back any more', async () => {
    const { port } = program(ONE, TWO)
    const { page } = await open(reviewPage)
    await tapped(page, '.primary-button')
    await tapped(page, '.rating', 2)
    expect(seen(page)).toContain('记得，4 天后再复习')
    expect(port.reviews).toEqual([])
    await passed(5000)
    expect(port.reviews).toEqual([['one', 'good']])
  })

  test('sends a rating when it is left, and goes on there when it is opened again', async () => {
    const { port } = program(ONE, TWO)
    const { page, instance } = await open(reviewPage)
    await tapped(page, '.primary-button')
    await tapped(page, '.rating', 0)
    instance.onUnload()
    await passed(50)
    expect(port.reviews).toEqual([['one', 'again']])
    const again = await open(reviewPage)
    expect(seen(again.page)).toContain('共 2 题')
    expect(again.page.data).toMatchObject({ at: 2 })
    await tapped(again.page, '.primary-button')
    await tapped(again.page, '.rating', 2)
    await passed(5000)
    expect(port.reviews).toEqual([
      ['one', 'again'],
      ['two', 'good'],
    ])
  })

  test('says that nothing is due, and what could not be loaded', async () => {
    program()
    expect(seen((await open(reviewPage)).page)).toContain('今天没有要复习的。')
    const { port } = program()
    port.failures = ['unreachable']
    expect(seen((await open(reviewPage)).page)).toContain('点按重试')
  })
})

describe('The page of a review that is gone on with', () => {
  test('asks for nothing that was deleted meanwhile, and for what has come up', async () => {
    const { port } = program(ONE, TWO, mistake('three', { text: '第三题' }))
    const { page, instance } = await open(reviewPage)
    await tapped(page, '.primary-button')
    await tapped(page, '.rating', 2)
    instance.onUnload()
    await passed(50)
    port.mistakes = [mistake('three', { text: '第三题' }), mistake('four')]
    const again = await open(reviewPage)
    expect(seen(again.page)).toContain('第三题')
    expect(again.page.data).toMatchObject({ at: 2, of: '共 3 题' })
  })

  test('says that nothing is left where it had not begun and everything was deleted', async () => {
    const { port } = program(ONE)
    const { instance } = await open(reviewPage)
    instance.onUnload()
    port.mistakes = []
    expect(seen((await open(reviewPage)).page)).toContain('今天没有要复习的。')
  })

  test('says that nothing is left where there is no network and all of it was reviewed', async () => {
    const { port } = program(ONE)
    const { page, instance } = await open(reviewPage)
    port.failures = Array.from({ length: 9 }, () => 'unreachable')
    await tapped(page, '.primary-button')
    await tapped(page, '.rating', 2)
    instance.onUnload()
    await passed(50)
    expect(seen((await open(reviewPage)).page)).toContain('今天没有要复习的。')
  })
})

describe('The page of the review, tapped again while it loads', () => {
  test('says nothing of a list that a newer one stands in the place of', async () => {
    const { port } = program()
    const lists: (() => void)[] = []
    const list = port.list.bind(port)
    jest.spyOn(port, 'list').mockImplementation(async (query) => {
      const page = await list(query)
      await new Promise<void>((resolve) => lists.push(resolve))
      return page
    })
    const { page } = await open(reviewPage)
    port.mistakes = [ONE]
    page.instance.begin()
    await passed(50)
    lists.shift()?.()
    await passed(50)
    expect(page.data).toMatchObject({ state: 'loading' })
    lists.shift()?.()
    await passed(50)
    expect(seen(page)).toContain('4x-9=11')
  })
})

describe('The page of the mistake book', () => {
  test('has what is due first, and the way to review it', async () => {
    program(mistake('later', { text: '以后的题', due_at: new Date(NOW + 86400000).toISOString() }), ONE)
    const { page } = await open(mistakesPage)
    const words = seen(page)
    expect(words).toMatch(/今天到期 ?1 ?.*4x-9=11.*以后.*以后的题.*明天/)
    expect(words).toContain('复习今天的 1 题')
  })

  test('shows the exercises of a point that another page named', async () => {
    program(mistake('a', { text: '甲', points: ['移项'] }), mistake('b', { text: '乙' }))
    const { page } = await open(mistakesPage, { point: encodeURIComponent('移项') })
    expect(page.querySelectorAll('.row')).toHaveLength(1)
    await tapped(page, '.chip-room', 0)
    expect(page.querySelectorAll('.row')).toHaveLength(2)
  })

  test('says in words what its signs say', async () => {
    program(ONE)
    const { page } = await open(mistakesPage)
    expect(seen(page)).toMatch(/数学\s*4x-9=11\s*你写的\s*x=0.5\s*应该是\s*x=5/)
  })

  test('lets a row be marked as mastered beside it, and removed when that was confirmed', async () => {
    const { port } = program(ONE, TWO)
    const { page } = await open(mistakesPage)
    await tapped(page, '.swipe-act', 0)
    expect(port.mistakes.map(({ mastered }) => mastered)).toEqual([true, false])
    // The one that is mastered stands no longer among the rest.
    expect(page.querySelectorAll('.row')).toHaveLength(1)
    await tapped(page, '.swipe-act', 1)
    expect(port.mistakes).toHaveLength(2)
    page.instance.onRemoveConfirm()
    await passed(50)
    expect(port.mistakes.map(({ id }) => id)).toEqual(['one'])
  })

  const wide = () => Object.assign(wx, { getWindowInfo: () => ({ windowWidth: 1024, windowHeight: 768 }) })
  const typed = (page: Simulated, note: string) => {
    const field = page.querySelector('#detail')?.querySelector('.note')
    if (field === undefined) throw new Error('there is no note to write')
    field.dispatchEvent('input', { detail: { value: note } })
    return field
  }

  test('beside its list writes a note onto the exercise that it was written at, though another is tapped first', async () => {
    wide()
    const { port } = program(ONE, TWO)
    const { page } = await open(mistakesPage)
    const field = typed(page, ' 先除以 2 ')
    await tapped(page, '.row', 1)
    field.dispatchEvent('blur', { detail: { value: ' 先除以 2 ' } })
    await passed(50)
    expect(page.data).toMatchObject({ chosen: 'two' })
    expect(port.mistakes.map(({ note }) => note)).toEqual(['先除以 2', null])
  })

  test.each(['onHide', 'onUnload'] as const)('keeps a note that is being written (%s)', async (left) => {
    wide()
    const { port } = program(ONE)
    const { page, instance } = await open(mistakesPage)
    typed(page, '变号')
    await passed(50)
    instance[left]()
    await passed(50)
    expect(port.mistakes[0]?.note).toBe('变号')
  })

  test('without any says where they come from', async () => {
    program()
    expect(seen((await open(mistakesPage)).page)).toContain('批改一页作业，错的会自己到这里来。')
  })
})

describe('The page of the student', () => {
  test('has their name, grade and week', async () => {
    program()
    const words = seen((await open(mePage)).page)
    for (const part of ['林小满', '七年级', '38', '问 20 次', '错 5 道']) expect(words).toContain(part)
  })

  test('erases everything only after it was asked, and stays where that failed', async () => {
    const world = program()
    world.erase.mockRejectedValueOnce(noNetwork())
    const { page } = await open(mePage)
    const confirm = async () => {
      page.setData({ asking: 'erase' })
      page.instance.onConfirm()
      await passed(50)
    }
    expect(world.erase).not.toHaveBeenCalled()
    await confirm()
    expect(page.data).toMatchObject({ isErased: false, name: '林小满' })
    await confirm()
    expect(world.erase).toHaveBeenCalledTimes(2)
  })

  test('after that shows nothing of the student, and asks the server nothing', async () => {
    const world = program()
    world.account.me = () => Promise.reject(new Error('asked'))
    const { page } = await open(mePage, { erased: '1' })
    expect(seen(page)).toContain('你的数据已经清除')
    expect(page.data.said).toBe('')
    page.instance.onReady()
    expect(page.data.said).toContain('你的数据已经清除。')
    // A host may know how to restart a program, and refuse to.
    Object.assign(wx, { restartMiniProgram: ({ fail }: { fail(): void }) => fail() })
    await tapped(page, '.primary-button')
    expect(seen(page)).toContain('请关闭小程序再打开。')
    expect(seen(page)).not.toContain('林小满')
  })
})
