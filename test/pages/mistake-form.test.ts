import { Appearance } from '../../miniprogram/look/appearance'
import { DueCount } from '../../miniprogram/mistakes/due-count'
import { RatingOutbox } from '../../miniprogram/mistakes/rating-outbox'
import { heard, load, render, type Simulated, seen, tap } from '../components/simulated'
import { MemoryStore, settle } from '../conversation/fakes'
import { FakeLifecycle, FakeMistakes } from '../mistakes/fakes'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const mistakesPage = load('study/pages/mistakes/mistakes')
const mistakeForm = load('study/components/mistake-form/mistake-form')

/** The program has just been started, on a phone that may have kept something. */
function start(store: MemoryStore) {
  const port = new FakeMistakes()
  const ratings = new RatingOutbox({ port, store, lifecycle: new FakeLifecycle(), logger: silent })
  const program = {
    mistakes: port,
    ratings,
    due: new DueCount(port, store, ratings),
    appearance: new Appearance(store),
  }
  Object.assign(globalThis, { getApp: () => ({ program }), getCurrentPages: () => [] })
  Object.assign(wx, {
    getStorageSync: (key: string) => store.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => store.set(key, value),
    removeStorageSync: (key: string) => store.remove(key),
  })
  return port
}

/** The form, opened on a page. */
function opened(): Simulated {
  const form = render(mistakeForm)
  form.instance.show()
  return form
}

function write(form: Simulated, field: 'Text' | 'Points' | 'Note', value: string): void {
  form.instance[`on${field}`]({ detail: { value } })
}

describe('The form for an exercise that is written by hand', () => {
  test('takes it with its points and a note, and says where a point is too long', () => {
    start(new MemoryStore())
    const form = opened()
    const saved = heard(form, 'save')
    write(form, 'Text', ' 2x=6 ')
    write(form, 'Note', '先除以 2')
    write(form, 'Points', '很'.repeat(31))
    form.instance.onSave()
    expect(form.data.tip).toBe('每个知识点不超过 30 个字')
    expect(saved).toEqual([])
    write(form, 'Points', ' 方程、移项，，移项 ')
    form.instance.onSave()
    expect(saved).toEqual([
      {
        text: '2x=6',
        subject: 'math',
        student_answer: null,
        correct_answer: null,
        points: ['方程', '移项'],
        note: '先除以 2',
      },
    ])
  })

  test('counts the characters of a point as the server does', () => {
    start(new MemoryStore())
    const form = opened()
    const saved = heard(form, 'save')
    write(form, 'Text', '2x=6')
    write(form, 'Points', '😀'.repeat(31))
    form.instance.onSave()
    expect(saved).toEqual([])
    write(form, 'Points', '😀'.repeat(30))
    form.instance.onSave()
    expect(saved).toMatchObject([{ points: ['😀'.repeat(30)] }])
  })

  test('has what was written when its page was left by the system, and when the program was killed', () => {
    const store = new MemoryStore()
    start(store)
    const form = opened()
    write(form, 'Text', '小明有 12 个苹果')
    expect(opened().data).toMatchObject({ text: '小明有 12 个苹果', isWritten: true })
    start(store)
    expect(opened().data).toMatchObject({ text: '小明有 12 个苹果', isWritten: true })
  })

  test('throws it away when that is wanted, and puts it back until the next one is begun', async () => {
    const store = new MemoryStore()
    start(store)
    const form = opened()
    expect(form.querySelector('.throw')).toBeUndefined()
    write(form, 'Text', '2x=6')
    await tap(form, '.throw')
    expect(store.get('mistake-draft')).toBeUndefined()
    expect(seen(form)).toContain('已清空，还可以放回来。')
    await tap(form, '.throw')
    expect(form.data.text).toBe('2x=6')
    await tap(form, '.throw')
    write(form, 'Note', '变号')
    expect(form.data).toMatchObject({ text: '', thrown: null })
  })

  test('keeps it where it could not be saved, and begins empty once it was, though its page was left meanwhile', async () => {
    const store = new MemoryStore()
    const port = start(store)
    const page = render(mistakesPage)
    page.instance.onLoad({})
    const form = page.querySelector('#form')
    if (form === undefined) throw new Error('the page has no form')
    form.instance.show()
    write(form, 'Text', '2x=6')
    port.failures = ['unreachable']
    form.instance.onSave()
    await settle()
    expect(form.data).toMatchObject({ visible: true, text: '2x=6' })
    form.instance.onSave()
    page.instance.onUnload()
    await settle()
    expect(port.mistakes.map(({ text }) => text)).toEqual(['2x=6'])
    expect(store.get('mistake-draft')).toBeUndefined()
  })
})
