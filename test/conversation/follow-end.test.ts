import { createFollowEnd } from '../../miniprogram/conversation/follow-end'

const view = { viewHeight: 600 }

describe('The page follows the end', () => {
  test('while the student is near it', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 400, scrollHeight: 1000, ...view })
    expect(follow.grew()).toBe(true)
    expect(follow.news).toBe(false)
  })

  test('also when much came at once and pushed the end far away', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 400, scrollHeight: 1000, ...view })
    follow.scrolled({ scrollTop: 400, scrollHeight: 3000, ...view })
    expect(follow.grew()).toBe(true)
  })

  test('no more once the student went up, and then marks what is new', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 1400, scrollHeight: 2000, ...view })
    expect(follow.scrolled({ scrollTop: 900, scrollHeight: 2000, ...view })).toBe(true)
    expect(follow.grew()).toBe(false)
    expect(follow.news).toBe(true)
  })

  test('no more at the first small step up, which a wheel makes and a page that goes along would undo', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 1400, scrollHeight: 2000, ...view })
    follow.scrolled({ scrollTop: 1380, scrollHeight: 2000, ...view })
    expect(follow.grew()).toBe(false)
    follow.scrolled({ scrollTop: 1395, scrollHeight: 2000, ...view })
    expect(follow.grew()).toBe(true)
  })

  test('again when the student comes back by hand or by the button', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 1400, scrollHeight: 2000, ...view })
    follow.scrolled({ scrollTop: 900, scrollHeight: 2000, ...view })
    follow.grew()
    follow.scrolled({ scrollTop: 1390, scrollHeight: 2000, ...view })
    expect([follow.following, follow.news]).toEqual([true, false])
    follow.scrolled({ scrollTop: 100, scrollHeight: 2000, ...view })
    follow.toEnd()
    expect([follow.grew(), follow.news]).toEqual([true, false])
  })

  test('not while it stays at what is looked at, until the student moves the list', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 400, scrollHeight: 1000, ...view })
    follow.stay()
    // The page's own way there ends near the end.
    follow.scrolled({ scrollTop: 390, scrollHeight: 1000, ...view })
    follow.scrolled({ scrollTop: 400, scrollHeight: 1000, ...view })
    expect([follow.following, follow.atEnd, follow.grew(), follow.news]).toEqual([false, true, false, false])
    expect([follow.measured(500), follow.atEnd, follow.news]).toEqual([true, false, true])
    follow.touched(true)
    follow.touched(false)
    follow.scrolled({ scrollTop: 2390, scrollHeight: 3000, ...view })
    expect([follow.following, follow.grew()]).toEqual([true, true])
    follow.stay()
    follow.toEnd()
    expect(follow.grew()).toBe(true)
  })

  test('and a list that fits, which nobody can scroll, is at its end and has no news however it grew', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 400, scrollHeight: 1000, ...view })
    follow.scrolled({ scrollTop: 0, scrollHeight: 1000, ...view })
    follow.stay()
    for (const below of [-300, -40, 0, 96]) {
      follow.grew()
      expect([follow.measured(below), follow.atEnd, follow.news]).toEqual([false, true, false])
    }
    follow.grew()
    expect([follow.measured(97), follow.atEnd, follow.news]).toEqual([true, false, true])
    // A picture below became smaller.
    expect([follow.measured(20), follow.atEnd, follow.news]).toEqual([true, true, false])
    expect(follow.following).toBe(false)
  })

  test('not under the student’s finger', () => {
    const follow = createFollowEnd()
    follow.touched(true)
    expect([follow.grew(), follow.moves]).toEqual([false, false])
    follow.touched(false)
    expect([follow.grew(), follow.moves]).toEqual([true, true])
  })

  test('through a list that became shorter by itself', () => {
    const follow = createFollowEnd()
    follow.scrolled({ scrollTop: 1400, scrollHeight: 2000, ...view })
    follow.scrolled({ scrollTop: 300, scrollHeight: 1200, ...view })
    expect(follow.following).toBe(true)
  })
})
