import { Appearance, lookOf, TEXT_SIZES, THEMES } from '../../miniprogram/look/appearance'
import { MemoryStore } from '../conversation/fakes'

const ALL = THEMES.flatMap((theme) => TEXT_SIZES.map((size) => ({ theme, size })))

describe('How the program looks', () => {
  test('is as the phone is set and in the standard size until the student chooses', () => {
    const appearance = new Appearance(new MemoryStore())
    expect(appearance.look).toEqual({ theme: 'system', size: 1 })
    expect(appearance.isChosen).toBe(false)
    expect(appearance.classes).toBe('look text-1')
  })

  test.each(ALL)('outlives the program: $theme, size $size', (look) => {
    const store = new MemoryStore()
    new Appearance(store).choose(look)
    expect(new Appearance(store).look).toEqual(look)
  })

  test('changes one thing and leaves the other, and every open page is told', () => {
    const appearance = new Appearance(new MemoryStore())
    const seen: string[] = []
    const end = appearance.subscribe(() => seen.push(appearance.classes))
    appearance.choose({ theme: 'dark' })
    appearance.choose({ size: 3 })
    end()
    appearance.choose({ theme: 'light' })
    expect(seen).toEqual(['look look-dark text-1', 'look look-dark text-3'])
  })

  test.each([undefined, null, 'dark', {}, { theme: 'blue', size: 1 }, { theme: 'dark', size: 7 }])(
    'is not taken from what is no look: %j',
    (value) => expect(lookOf(value)).toBeUndefined(),
  )
})
