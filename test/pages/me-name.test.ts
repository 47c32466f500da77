import { load, type Simulated } from '../components/simulated'
import { MemoryStore } from '../conversation/fakes'
import { NOW, noNetwork } from '../mistakes/fakes'
import { open, passed, program } from './study-world'

const mePage = load('study/pages/me/me')
type World = ReturnType<typeof program>

beforeEach(() => void jest.useFakeTimers({ now: NOW }))
afterEach(() => void jest.useRealTimers())

/** The page's dialog, opened by a student of this phone, in a run of the program of its own. */
async function asked(store: MemoryStore): Promise<{ page: Simulated; world: World }> {
  const world = program()
  Object.assign(wx, {
    getStorageSync: (key: string) => store.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => store.set(key, value),
    removeStorageSync: (key: string) => store.remove(key),
  })
  const { page } = await open(mePage)
  page.instance.onEdit()
  return { page, world }
}

function write(page: Simulated, name: string, grade: string): void {
  page.instance.onName({ detail: { value: name } })
  page.instance.onGrade({ detail: { value: grade } })
}

const dialog = ({ data: { writtenName, writtenGrade } }: Simulated) => [writtenName, writtenGrade]

describe('The dialog for the name and the grade', () => {
  test('begins with what the server has', async () => {
    const { page } = await asked(new MemoryStore())
    expect(dialog(page)).toEqual(['林小满', 7])
  })

  test.each<[string, (page: Simulated, world: World) => Promise<void> | void]>([
    ['the system took its page away', (page) => page.instance.onUnload()],
    ['the program was killed', () => undefined],
    ['it was closed by a tap beside it', (page) => page.instance.onClose()],
    [
      'it could not be saved',
      async (page, world) => {
        world.account.change = () => Promise.reject(noNetwork())
        page.instance.onConfirm()
        await passed(50)
      },
    ],
  ])('has what was written in it when %s', async (_why, happens) => {
    const store = new MemoryStore()
    const { page, world } = await asked(store)
    write(page, '林小满儿', '8')
    await happens(page, world)
    expect(dialog((await asked(store)).page)).toEqual(['林小满儿', 8])
  })

  test.each<[string, (page: Simulated) => void]>([
    ['saved', (page) => page.instance.onConfirm()],
    ['given up', (page) => page.instance.onGiveUp()],
  ])('keeps nothing that was %s', async (_what, happens) => {
    const store = new MemoryStore()
    const { page } = await asked(store)
    write(page, '林小满儿', '8')
    happens(page)
    await passed(50)
    expect(dialog((await asked(store)).page)).toEqual(['林小满', 7])
  })
})
