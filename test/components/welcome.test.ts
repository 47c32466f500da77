import type * as LearningModule from '../../miniprogram/api/learning'
import { load, render, type Simulated, seen } from './simulated'

type Config = { examples: { subject: string; question: string }[]; models: string[] }
const answers: ((config: Config) => void)[] = []

jest.mock<Pick<typeof LearningModule, 'getServerConfig'>>('../../miniprogram/api/learning', () => ({
  getServerConfig: () =>
    new Promise((resolve) => {
      const speech = { listen: false, speak: false }
      const limits = { questionCharacters: 8000, images: 10, imageBytes: 1, speechSeconds: 60 }
      answers.push((config) => resolve({ speech, limits, ...config }))
    }),
}))

const id = load('components/welcome/welcome')
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('The welcome', () => {
  const shown = (page: Simulated, question: string): boolean => seen(page).includes(question)

  test('says how many pages one question may have', async () => {
    const page = render(id, { mostPages: 10 })
    expect(seen(page)).toContain('一步一步讲，最多 10 页')
    page.setData({ mostPages: 4 })
    await settled()
    expect(seen(page)).toContain('一步一步讲，最多 4 页')
  })

  test('has the examples of the server that is asked; with another one its own, until that tells some', async () => {
    answers.length = 0
    const page = render(id, { mostPages: 10 })
    const own = page.data.examples
    answers[0]?.({ examples: [{ subject: 'math', question: '甲服务器的题' }], models: [] })
    await settled()
    expect(shown(page, '甲服务器的题')).toBe(true)
    expect(page.data.notice).not.toBe('')
    page.instance.serverChanged()
    expect([page.data.examples, page.data.notice]).toEqual([own, ''])
    answers[1]?.({ examples: [{ subject: 'math', question: '乙服务器的题' }], models: ['m'] })
    await settled()
    expect(shown(page, '乙服务器的题')).toBe(true)
    expect(page.data.notice).toBe('')
  })
})
