import type { Mistake, MistakePage, MistakeQuery } from '../../miniprogram/mistakes/mistake'
import { keptBook } from '../../miniprogram/study/book/kept-book'
import { MistakeBook } from '../../miniprogram/study/book/mistake-book'
import { EVERYTHING, filtered } from '../../miniprogram/study/book/mistake-filter'
import { bookView, mistakeView } from '../../miniprogram/study/book/mistake-views'
import { UnsentNotes } from '../../miniprogram/study/book/unsent-notes'
import { whenWords } from '../../miniprogram/study/book/when'
import { MemoryStore, settle } from '../conversation/fakes'
import { DAY, FakeMistakes, iso, MINUTE, mistake, NOW } from '../mistakes/fakes'
import { silent } from '../support/silent'

const tools = {
  now: NOW,
  rated: new Set<string>(),
  readable: (text: string) => text,
  address: (url: string) => `server:${url}`,
}

/** A server whose lists are under way until the test lets them arrive, as they were when they were asked for. */
class SlowMistakes extends FakeMistakes {
  private readonly underWay: ((page: MistakePage) => void)[] = []
  private readonly pages: MistakePage[] = []

  override async list(query: MistakeQuery): Promise<MistakePage> {
    this.pages.push(await super.list(query))
    return new Promise((resolve) => this.underWay.push(resolve))
  }

  /** The list that was asked for first of those under way. */
  async arrive(): Promise<void> {
    await settle()
    const [page, resolve] = [this.pages.shift(), this.underWay.shift()]
    if (page === undefined || resolve === undefined) throw new Error('no list is under way')
    resolve(page)
    await settle()
  }
}

function book(mistakes: Mistake[], store = new MemoryStore()) {
  return bookOf(new FakeMistakes(mistakes), store)
}

function bookOf<Port extends FakeMistakes>(port: Port, store = new MemoryStore()) {
  const dues: number[] = []
  const rated = new Set<string>()
  const opened = new MistakeBook({
    port,
    kept: keptBook(store, () => 'server:/'),
    notes: new UnsentNotes(store),
    rated: () => rated,
    calendar: { date: () => NOW },
    due: (count) => dues.push(count),
    logger: silent,
  })
  return { port, book: opened, store, dues, rated, ids: () => opened.mistakes.map(({ id }) => id) }
}

const LATER = mistake('later', { due_at: iso(NOW + DAY), subject: 'physics', points: ['浮力'] })
const DUE = mistake('due', { student_answer: '6 N', subject: 'math' })
const OLDER = mistake('older', { due_at: iso(NOW - 2 * DAY), subject: 'latin' })
const MASTERED = mistake('mastered', { mastered: true, due_at: null })
const ALL = [LATER, DUE, MASTERED, OLDER]

describe('The mistake book', () => {
  test('is read whole, page by page, what is due first and what is mastered last', async () => {
    const many = Array.from({ length: 250 }, (_, index) => mistake(String(index)))
    const { port, book: opened, ids, dues } = book([...many, ...ALL])
    await opened.refresh()
    expect(port.lists.map(({ page }) => page)).toEqual([1, 2, 3])
    expect(ids()).toHaveLength(254)
    expect([ids()[0], ids().slice(-2)]).toEqual(['older', ['later', 'mastered']])
    expect(dues).toEqual([252])
  })

  test.each([
    ['here', true],
    ['on another device', false],
  ])('has all that is left where one is removed %s between two of its pages', async (_, isHere) => {
    const many = Array.from({ length: 101 }, (_each, index) => mistake(String(index)))
    const { port, book: opened, ids } = bookOf(new SlowMistakes(many))
    let isRead = false
    const read = opened.refresh().then(() => {
      isRead = true
    })
    await settle()
    if (isHere) await opened.remove('0')
    else await port.remove('0')
    while (!isRead) await port.arrive()
    await read
    expect(new Set(ids())).toEqual(new Set(many.slice(1).map(({ id }) => id)))
  })

  test('comes to an end where another device removes one after the other while it is read', async () => {
    const many = Array.from({ length: 150 }, (_each, index) => mistake(String(index)))
    class Shrinking extends FakeMistakes {
      override async list(query: MistakeQuery): Promise<MistakePage> {
        const page = await super.list(query)
        if (query.page === 1) this.mistakes = this.mistakes.slice(1)
        return page
      }
    }
    const { port, book: opened } = bookOf(new Shrinking(many))
    await opened.refresh()
    expect(port.lists.map(({ page }) => page)).toEqual([1, 2, 1, 2, 1, 2])
    expect(opened.state).toBe('loaded')
  })

  test('is read, and told to the others, though a page breaks when it hears of it', async () => {
    const { book: opened } = book(ALL)
    opened.subscribe(() => {
      throw new Error('the page broke')
    })
    const heard: string[] = []
    opened.subscribe(() => heard.push(opened.state))
    await opened.refresh()
    expect([opened.state, heard.at(-1)]).toEqual(['loaded', 'loaded'])
  })

  test('can be read without a network, as it was read last', async () => {
    const first = book(ALL)
    await first.book.refresh()
    const second = book([], first.store)
    second.port.failures = ['unreachable']
    await expect(second.book.refresh()).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    expect([second.ids(), second.book.state]).toEqual([['older', 'due', 'later', 'mastered'], 'failed'])
  })

  test('of another server, or of another version of the program, is not shown', async () => {
    const store = new MemoryStore()
    for (const kept of [
      { scope: 'other', mistakes: [DUE] },
      { scope: 'server:/', mistakes: [{ id: 1 }] },
      'x',
    ]) {
      store.set('kept-mistakes', kept)
      expect(book([], store).ids()).toEqual([])
    }
  })

  test('has an exercise once, however often it is added', async () => {
    const { book: opened, ids } = book([])
    expect(await opened.add({ text: '1+1' })).toBe('added')
    expect(await opened.add({ text: '1+1' })).toBe('there')
    expect(ids()).toHaveLength(1)
  })

  test('shows a change and forgets what was removed, without reading anew', async () => {
    const { book: opened, ids, port } = book(ALL)
    await opened.refresh()
    await opened.change('due', { note: '变号' })
    await opened.remove('later')
    expect(opened.find('due')?.note).toBe('变号')
    expect(ids()).toEqual(['older', 'due', 'mastered'])
    expect(port.lists).toHaveLength(1)
  })

  test('keeps an exercise that could not be removed', async () => {
    const { book: opened, ids, port } = book([DUE])
    await opened.refresh()
    port.failures = ['unreachable']
    await expect(opened.remove('due')).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    expect(ids()).toEqual(['due'])
  })
})

describe('A note', () => {
  const note = (port: FakeMistakes) => port.mistakes.map((each) => each.note)

  test('stands in the book before the server has it', async () => {
    const { book: opened, port } = book([DUE])
    await opened.refresh()
    const written = opened.note('due', '变号')
    expect([opened.find('due')?.note, note(port)]).toEqual(['变号', [null]])
    await written
    expect([opened.find('due')?.note, note(port)]).toEqual(['变号', ['变号']])
  })

  test('waits for the network, over the program’s end too, and goes out when the book is read', async () => {
    const first = book([DUE])
    await first.book.refresh()
    first.port.failures = ['unreachable']
    await expect(first.book.note('due', '变号')).rejects.toMatchObject({ code: 'NETWORK_ERROR' })
    const second = book([DUE], first.store)
    await second.book.refresh()
    expect(second.book.find('due')?.note).toBe('变号')
    await settle()
    expect(note(second.port)).toEqual(['变号'])
    // Nothing waits any more: what is written elsewhere since is shown.
    second.port.mistakes = [{ ...DUE, note: '别处写的' }]
    await second.book.refresh()
    expect(second.book.find('due')?.note).toBe('别处写的')
  })

  test('is the one that was written last, however slow the one before is', async () => {
    const { book: opened, port } = book([DUE])
    await opened.refresh()
    const change = port.change.bind(port)
    let arrive = () => {}
    const slow = new Promise<void>((resolve) => {
      arrive = resolve
    })
    jest.spyOn(port, 'change').mockImplementationOnce(async (...given) => {
      await slow
      return change(...given)
    })
    const written = [opened.note('due', '一')]
    await settle()
    written.push(opened.note('due', '二'), opened.note('due', '三'))
    await settle()
    arrive()
    await Promise.all(written)
    expect([opened.find('due')?.note, note(port)]).toEqual(['三', ['三']])
  })

  test('of an exercise that is gone is not tried for ever', async () => {
    const { book: opened, port, store } = book([DUE])
    await opened.refresh()
    port.mistakes = []
    await expect(opened.note('due', '变号')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(new UnsentNotes(store).waiting).toEqual([])
  })
})

describe('What was rated on this phone', () => {
  test('is not due, though the server may not know yet', async () => {
    const { book: opened, rated } = book(ALL)
    await opened.refresh()
    rated.add('due')
    expect(opened.due.map(({ id }) => id)).toEqual(['older'])
    const { sections, dueCount } = bookView(opened.mistakes, EVERYTHING, 9, { ...tools, rated })
    expect([dueCount, sections[0]?.rows.map(({ id }) => id)]).toEqual([1, ['older']])
    expect(sections[1]?.rows.map(({ id, point, when }) => `${id} ${point}${when}`)).toEqual([
      'due 刚复习过',
      'later 浮力　明天',
    ])
    expect(mistakeView(DUE, { ...tools, rated }, '').comesUp).toBe('刚复习过　复习过 1 次')
  })
})

describe('A mistake book that is being read', () => {
  test('holds what is changed meanwhile against the older list that arrives', async () => {
    const { book: opened, ids, port, store } = bookOf(new SlowMistakes(ALL))
    const loaded = opened.refresh()
    await opened.remove('later')
    await opened.change('due', { mastered: true })
    await opened.add({ text: '1+1' })
    opened.put({ ...OLDER, reviews: 3 })
    await port.arrive()
    await loaded
    expect(ids().sort()).toEqual(['added-3', 'due', 'mastered', 'older'])
    expect([opened.find('due')?.mastered, opened.find('older')?.reviews]).toEqual([true, 3])
    // The phone keeps the same.
    expect(bookOf(new FakeMistakes(), store).ids()).toEqual(ids())
  })

  test('takes over what the server says of it the next time', async () => {
    const { book: opened, port } = bookOf(new SlowMistakes([DUE]))
    const first = opened.refresh()
    await opened.change('due', { note: '变号' })
    await port.arrive()
    await first
    port.mistakes = [{ ...DUE, note: '别处写的' }]
    const second = opened.refresh()
    await port.arrive()
    await second
    expect(opened.find('due')?.note).toBe('别处写的')
  })

  test('is there for whoever waited for it only when the list that was asked for last is', async () => {
    const { book: opened, ids, port } = bookOf(new SlowMistakes([DUE]))
    const seen: unknown[] = []
    const first = opened.refresh().then(() => seen.push(['first', opened.state, ids()]))
    await settle()
    port.mistakes = [OLDER]
    const second = opened.refresh().then(() => seen.push(['second', opened.state, ids()]))
    await port.arrive()
    expect(seen).toEqual([])
    await port.arrive()
    await Promise.all([first, second])
    expect(seen.sort()).toEqual([
      ['first', 'loaded', ['older']],
      ['second', 'loaded', ['older']],
    ])
  })

  test('fails for whoever waited for it only where the list that was asked for last does', async () => {
    const { book: opened, port } = bookOf(new SlowMistakes([DUE]))
    port.failures = ['unreachable']
    const [first, second] = [opened.refresh(), opened.refresh()]
    await port.arrive()
    await Promise.all([first, second])
    expect(opened.state).toBe('loaded')
    const third = opened.refresh()
    await settle()
    port.failures = ['unreachable']
    const ends = Promise.allSettled([third, opened.refresh()])
    await port.arrive()
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(opened.state).toBe('failed')
  })
})

describe('What of the book is shown', () => {
  const found = (change: object) => filtered(ALL, { ...EVERYTHING, ...change }).map(({ id }) => id)

  test.each([
    ['all but what is mastered', {}, ['later', 'due', 'older']],
    ['what is mastered', { mastered: true }, ['mastered']],
    ['a subject', { subject: 'physics' }, ['later']],
    ['subjects that have no name here', { subject: 'other' }, ['older']],
    ['a point', { point: '浮力' }, ['later']],
    ['words of the exercise', { words: ' 第 DUE ' }, ['due']],
    ['words of an answer', { words: '6 n' }, ['due']],
    ['signs as they stand', { words: '.*' }, []],
  ])('%s', (_name, change, ids) => {
    expect(found(change)).toEqual(ids)
  })

  test('stands in sections, with the count of what is due, and as many as are asked for', () => {
    const { sections, hasMore, dueCount, chips } = bookView([OLDER, DUE, LATER], EVERYTHING, 2, tools)
    expect(sections.map(({ title, count, rows }) => [title, count, rows.length])).toEqual([
      ['今天到期', 2, 2],
    ])
    expect([hasMore, dueCount]).toEqual([true, 2])
    expect(chips.map(({ text, heard, chosen }) => `${heard}${text}${chosen ? ' *' : ''}`)).toEqual([
      '全部 3 *',
      '数学1',
      '物理1',
      '其他1',
      '已掌握',
    ])
  })

  test.each([
    ['nothing at all', [], {}, '还没有错题。批改一页作业，错的会自己到这里来。'],
    ['nothing with these words', [DUE], { words: 'x' }, '没有找到'],
    ['nothing mastered', [DUE], { mastered: true }, '还没有标为已掌握的题'],
  ])('says that there is %s', (_name, mistakes, change, words) => {
    expect(bookView(mistakes, { ...EVERYTHING, ...change }, 10, tools).nothing).toBe(words)
  })

  test('names the buttons beside an exercise by it, as far as that tells it from others', () => {
    const short = mistake('short', { text: '1+1' })
    const long = mistake('long', { text: '很'.repeat(40), mastered: true })
    const { sections } = bookView([short, long], EVERYTHING, 10, tools)
    const mastered = bookView([long], { ...EVERYTHING, mastered: true }, 10, tools).sections
    const names = [...sections, ...mastered].flatMap(({ rows }) =>
      rows.map(({ subjectName, masterLabel, removeLabel }) => [subjectName, masterLabel, removeLabel]),
    )
    expect(names).toEqual([
      ['数学', '标为已掌握：1+1', '删除：1+1'],
      ['数学', `还要复习：${'很'.repeat(30)}…`, `删除：${'很'.repeat(30)}…`],
    ])
  })

  test('has a picture in the list only where the exercise’s place on its page is known', () => {
    const placed = mistake('placed', { page_url: '/p', box: [0.1, 0.2, 0.3, 0.4] })
    const unplaced = mistake('unplaced', { page_url: '/p' })
    const { sections } = bookView([placed, unplaced], EVERYTHING, 10, tools)
    expect(sections[0]?.rows.map(({ picture }) => picture)).toEqual(['server:/p', ''])
    expect(mistakeView(unplaced, tools, '').picture).toBe('server:/p')
  })
})

describe('When an exercise comes up', () => {
  test.each([
    ['at once', -1, '今天'],
    ['in ten minutes', 10 * MINUTE, '10 分钟后'],
    ['in a moment', 1000, '1 分钟后'],
    ['later today', 5 * 60 * MINUTE, '5 小时后'],
    ['tomorrow, though a day is not over', 13 * 60 * MINUTE, '明天'],
    ['in four days', 4 * DAY, '4 天后'],
    ['in two months', 60 * DAY, '2027 年 1 月'],
  ])('%s is said in words', (_name, ahead, words) => {
    expect(whenWords(NOW + ahead, NOW)).toBe(words)
  })
})
