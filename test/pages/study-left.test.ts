import { load } from '../components/simulated'
import { NOW } from '../mistakes/fakes'
import { ONE, open, passed, program } from './study-world'

const mistakePage = load('study/pages/mistake/mistake')
const mistakesPage = load('study/pages/mistakes/mistakes')

beforeEach(() => void jest.useFakeTimers({ now: NOW }))
afterEach(() => void jest.useRealTimers())

describe('A page that waits for the server', () => {
  test.each([
    ['is closed behind what was removed', false, 1],
    ['takes nobody along who has left it meanwhile', true, 0],
  ])('%s', async (_what, isLeft, backs) => {
    program(ONE)
    const navigateBack = jest.fn()
    Object.assign(wx, { navigateBack })
    const { page, instance } = await open(mistakePage, { id: 'one' })
    page.instance.onRemove({ detail: { id: 'one' } })
    if (isLeft) instance.onUnload()
    await passed(50)
    expect(navigateBack).toHaveBeenCalledTimes(backs)
  })

  test('adds what was written by hand once by a double tap, and the next one too', async () => {
    const { port } = program()
    const add = jest.spyOn(port, 'add')
    const { page } = await open(mistakesPage)
    const save = (text: string) => page.instance.onSave({ detail: { text } })
    save('1+1')
    save('1+1')
    await passed(50)
    expect(add).toHaveBeenCalledTimes(1)
    save('2+2')
    await passed(50)
    expect(add).toHaveBeenCalledTimes(2)
  })
})
