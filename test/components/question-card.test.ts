import { load, render, seen, tap } from './simulated'

const id = load('components/question-card/question-card')
const page = load('components/page-photo/page-photo')

describe('The card of a question', () => {
  test('shows its words and its pages, each with its number, one page too', () => {
    const card = render(id, { content: '讲讲第 2 题', photos: ['a.jpg', 'b.jpg'] })
    expect(seen(card)).toContain('讲讲第 2 题')
    const numbers = (each: ReturnType<typeof render>) =>
      each.querySelectorAll('.photo').map((node) => node.dom?.textContent?.trim())
    expect(numbers(card)).toEqual(['1', '2'])
    expect(numbers(render(id, { photos: ['a.jpg'] }))).toEqual(['1'])
  })

  test('opens a page large, among the others', async () => {
    const shown: unknown[] = []
    Object.assign(wx, { previewImage: (options: unknown) => shown.push(options) })
    const card = render(id, { photos: ['a.jpg', 'b.jpg'] })
    await tap(card, '.photo')
    expect(shown).toMatchObject([{ urls: ['a.jpg', 'b.jpg'], current: 'a.jpg' }])
  })

  test('has no empty line where a question has only pages', () => {
    expect(render(id, { photos: ['a.jpg'] }).querySelector('.content')).toBeUndefined()
  })

  test('says in words that a page cannot be shown, and shows one that comes instead', () => {
    const photo = render(page, { source: 'gone.jpg', number: 3 })
    const methods: { onBroken(): void } = photo.instance
    methods.onBroken()
    expect(seen(photo)).toContain('图片打不开')
    expect(seen(photo)).toContain('3')
    photo.setData({ source: 'back.jpg' })
    expect(seen(photo)).not.toContain('图片打不开')
  })
})
