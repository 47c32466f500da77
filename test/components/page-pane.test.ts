import { load, render, tap } from './simulated'

const id = load('study/components/page-pane/page-pane')

/** A pane whose page is so large on the screen. */
function pane(width: number, height: number, properties: Record<string, unknown>) {
  const component = render(id, properties)
  const found = (told: (rect: unknown) => void) => ({ exec: () => told({ width, height }) })
  const query = { select: () => ({ boundingClientRect: found }) }
  Object.assign(component.instance, { createSelectorQuery: () => query })
  const style = () => component.querySelector('.turned')?.dom?.getAttribute('style')?.replace(/\s/g, '') ?? ''
  return { component, style }
}

describe('The pane of pages beside an answer', () => {
  test('turns the page that is shown by a quarter, which then has the whole stage', async () => {
    const { component, style } = pane(400, 534, { photos: ['a.jpg', 'b.jpg'] })
    expect(style()).toBe('')
    await tap(component, '.turn')
    expect(style()).toContain('width:534px;height:400px')
    expect(style()).toContain('rotate(90deg)')
    await tap(component, '.turn')
    expect(style()).toContain('width:400px;height:534px')
    expect(style()).toContain('rotate(180deg)')
  })

  test('turns no page but that one, and none of another question', async () => {
    const { component, style } = pane(400, 534, { photos: ['a.jpg', 'b.jpg'] })
    await tap(component, '.turn')
    component.setData({ current: 1 })
    expect(style()).toBe('')
    component.setData({ current: 0 })
    expect(style()).not.toBe('')
    component.setData({ photos: ['c.jpg'] })
    expect(style()).toBe('')
  })

  test('has no room for that on a low screen', () => {
    expect(pane(240, 300, { photos: ['a.jpg'], low: true }).component.querySelector('.turn')).toBeUndefined()
  })
})
