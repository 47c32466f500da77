import { tellAll } from '../../miniprogram/platform/tell-all'

describe('Of several listeners', () => {
  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('one that %s is logged, and keeps nothing from the others', async (_, broken) => {
    const heard: string[] = []
    const error = jest.fn()
    const listeners = [broken, (word: string) => heard.push(word), broken, (word: string) => heard.push(word)]
    tellAll(listeners, { error }, '一')
    await Promise.resolve()
    expect(heard).toEqual(['一', '一'])
    expect(error.mock.calls).toEqual(Array(2).fill(['a listener threw', new Error('broken')]))
  })

  test('each hears what is told, whoever goes or comes while it is', () => {
    const heard: string[] = []
    const listeners = new Set<() => void>()
    const last = () => heard.push('last')
    listeners.add(() => {
      listeners.delete(last)
      listeners.add(() => heard.push('late'))
    })
    listeners.add(last)
    tellAll(listeners, { error: jest.fn() })
    expect(heard).toEqual(['last'])
  })
})
