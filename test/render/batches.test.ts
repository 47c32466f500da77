import { createAnswerRenderer } from '../../miniprogram/render/index'
import { FakePage } from './page'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe('batches', () => {
  test('the first delta goes at once, later ones at most once in 100 ms', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    for (let time = 0; time < 1000; time += 10) {
      renderer.push('字')
      jest.advanceTimersByTime(10)
    }
    expect(page.batches.length).toBeGreaterThanOrEqual(9)
    expect(page.batches.length).toBeLessThanOrEqual(11)
    renderer.end()
    expect(page.text).toBe('字'.repeat(100))
  })

  test('flush sends at once what waits, and nothing if nothing does', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('甲')
    renderer.push('乙')
    expect(page.text).toBe('甲')
    renderer.flush()
    expect(page.text).toBe('甲乙')
    renderer.flush()
    expect(page.batches).toHaveLength(2)
  })

  test('end sends the rest, leaves no timer, and takes no more', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('甲')
    renderer.push('**乙')
    renderer.end()
    expect(page.text).toBe('甲**乙')
    expect(jest.getTimerCount()).toBe(0)
    renderer.push('丙')
    jest.advanceTimersByTime(1000)
    expect(page.text).toBe('甲**乙')
  })

  test('nothing is sent while the page is hidden; after its return it has everything', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('甲')
    renderer.pause()
    for (const delta of ['乙', '丙']) {
      renderer.push(delta)
      jest.advanceTimersByTime(1000)
    }
    renderer.flush()
    renderer.end()
    expect(page.batches).toHaveLength(1)
    renderer.resume()
    expect(page.text).toBe('甲乙丙')
    expect(page.batches).toHaveLength(2)
  })

  test('a page that takes longer than the interval gets larger batches, each soon after it has the one before', () => {
    const page = new FakePage()
    const began: number[] = []
    const renderer = createAnswerRenderer(
      (patch, taken) => {
        page.take(patch)
        began.push(Date.now())
        setTimeout(taken, 200)
      },
      { acknowledged: true },
    )
    for (let time = 0; time < 4000; time += 20) {
      renderer.push('字')
      jest.advanceTimersByTime(20)
    }
    const apart = began.slice(1).map((time, batch) => time - (began[batch] ?? 0))
    expect(apart.every((time) => time > 200 && time <= 260)).toBe(true)
    expect(page.text.length).toBeGreaterThan(4000 / 20 - 260 / 20 - 1)
  })

  test('a page that has a batch at once is waited for no longer', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(
      (patch, taken) => {
        page.take(patch)
        taken()
      },
      { acknowledged: true },
    )
    renderer.push('甲')
    renderer.push('乙')
    jest.advanceTimersByTime(100)
    expect(page.text).toBe('甲乙')
  })

  test('a page that never tells that it has a batch still gets its text', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take, { acknowledged: true })
    renderer.push('甲')
    renderer.push('乙')
    jest.advanceTimersByTime(3000)
    expect(page.text).toBe('甲乙')
  })

  test('close sends nothing more', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('甲')
    renderer.push('乙')
    renderer.close()
    jest.advanceTimersByTime(1000)
    expect(page.text).toBe('甲')
    expect(jest.getTimerCount()).toBe(0)
  })
})

describe('a page that throws at a batch', () => {
  /** A page that throws as often as `failures` says. */
  function failing(failures: number) {
    const page = new FakePage()
    let left = failures
    const renderer = createAnswerRenderer((patch) => {
      if (left-- > 0) throw new Error('setData')
      page.take(patch)
    })
    return { page, renderer }
  }

  test('loses no text, and who brings the text hears nothing of it', () => {
    const { page, renderer } = failing(1)
    renderer.push('甲')
    expect(page.text).toBe('')
    renderer.push('乙')
    jest.advanceTimersByTime(100)
    expect(page.text).toBe('甲乙')
  })

  test('is told so where a batch was asked for, and may ask again', () => {
    const { page, renderer } = failing(3)
    renderer.push('甲\n\n乙')
    expect(() => renderer.flush()).toThrow('setData')
    expect(() => renderer.end()).toThrow('setData')
    renderer.end()
    expect(page.text).toBe('甲\n乙')
    expect(jest.getTimerCount()).toBe(0)
  })

  test('throws in its own time when a timer asked', () => {
    const { page, renderer } = failing(2)
    renderer.push('甲')
    expect(() => jest.advanceTimersByTime(100)).toThrow('setData')
    renderer.push('乙')
    jest.advanceTimersByTime(100)
    expect(page.text).toBe('甲乙')
  })

  test('gets what was changed meanwhile in the order of the changes', () => {
    const { page, renderer } = failing(1)
    renderer.push('甲\n\n乙 **丙')
    renderer.reset('丁')
    renderer.end()
    expect(page.text).toBe('丁')
  })
})

describe('reset', () => {
  test('sends only what is different', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('## 甲\n\n乙丙\n\n丁\n\n戊')
    renderer.reset('## 甲\n\n乙己')
    renderer.end()
    expect(page.text).toBe('甲\n乙己')
    expect(page.batches.slice(1).map((batch) => Object.keys(batch))).toEqual([
      ['b[1][1]', 'b[1][2]', 'b[2]', 'b[3]'],
    ])
  })

  test('to the same text sends nothing, and what follows goes on', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('甲 **乙** $x$\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n丙')
    renderer.flush()
    const before = page.batches.length
    renderer.reset('甲 **乙** $x$\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n丙')
    renderer.flush()
    expect(page.batches).toHaveLength(before)
    renderer.push('丁')
    renderer.end()
    expect(page.batches[page.batches.length - 1]).toEqual({ 'b[2][2]': '丁' })
  })

  test('opens an answer again that had ended', () => {
    const page = new FakePage()
    const renderer = createAnswerRenderer(page.take)
    renderer.push('甲')
    renderer.end()
    renderer.reset('乙')
    renderer.push('丙')
    renderer.end()
    expect(page.text).toBe('乙丙')
  })
})

describe('an answer that is skimmed', () => {
  test('tells whole blocks as their source, lays nothing out, and reads the rows that are asked for', () => {
    const page = new FakePage()
    const typesetter = {
      typeset: (tex: string) => `<${tex}>`,
      speak: () => undefined,
      words: () => undefined,
      plain: () => undefined,
    }
    const renderer = createAnswerRenderer(page.take, { typesetter })
    renderer.skim(true)
    renderer.push('## **甲**\n\n乙 $x$\n\n$$y$$\n\n| a |\n|-|\n| b |\n\n丙')
    renderer.flush()
    expect(page.data.b).toEqual([
      [{ h: 2 }, '**甲**'],
      [0, '乙 $x$'],
      [{ t: 'm', x: 'y' }],
      [{ t: 't', a: '-' }, '', ''],
      [0, '丙'],
    ])
    renderer.skim(false)
    renderer.complete(1, 4)
    renderer.end()
    expect(page.data.b).toEqual([
      [{ h: 2 }, '**甲**'],
      [0, '乙 ', { f: 'x', z: '<x>' }],
      [{ t: 'm', x: 'y', z: '<y>' }],
      [{ t: 't', a: '-' }, [['a']], [['b']]],
      [0, '丙'],
    ])
  })
})

describe('a typesetter that comes late', () => {
  test('lays out what was shown as its source, with its words, and sends nothing else', () => {
    const page = new FakePage()
    let ready = false
    const typesetter = {
      typeset: (tex: string) => (ready ? `<${tex}>` : undefined),
      speak: (tex: string) => (tex === 'w' ? undefined : `words of ${tex}`),
      words: () => undefined,
      plain: () => undefined,
    }
    const renderer = createAnswerRenderer(page.take, { typesetter })
    renderer.push('甲 $x$\n\n$$y$$\n\n| $z$ | 乙 |\n|-|-|\n| 丙 | $w$ |\n\n丁')
    renderer.flush()
    ready = true
    renderer.complete()
    renderer.end()
    expect(page.batches[1]).toEqual({
      'b[0][2].z': '<x>',
      'b[0][2].s': 'words of x',
      'b[1][0].z': '<y>',
      'b[1][0].s': 'words of y',
      'b[2][1][0][0].z': '<z>',
      'b[2][1][0][0].s': 'words of z',
      'b[2][2][1][0].z': '<w>',
    })
  })
})
