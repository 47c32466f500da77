import { load, render, seen, tap } from './simulated'

const id = load('components/question-card/question-card')

describe('The card of a question', () => {
  test('shows its words and its photos, numbered in page order', () => {
    const card = render(id, { content: '讲讲第 2 题', photos: ['a.jpg', 'b.jpg'] })
    expect(seen(card)).toContain('讲讲第 2 题')
    expect(card.querySelectorAll('.photo-number').map((node) => node.dom?.textContent)).toEqual(['1', '2'])
  })

  test('opens a photo large, among the others', async () => {
    const shown: unknown[] = []
    Object.assign(wx, { previewImage: (options: unknown) => shown.push(options) })
    const card = render(id, { photos: ['a.jpg', 'b.jpg'] })
    await tap(card, '.photo')
    expect(shown).toMatchObject([{ urls: ['a.jpg', 'b.jpg'], current: 'a.jpg' }])
  })

  test('has no empty bubble where a question has only photos', () => {
    expect(render(id, { photos: ['a.jpg'] }).querySelector('.bubble')).toBeUndefined()
  })
})
