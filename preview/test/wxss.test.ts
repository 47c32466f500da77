import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { rewriteSelector } from '../src/compiler/selector'
import { compileWxss, compileWxssText } from '../src/compiler/wxss'
import { convertRpx } from '../src/shared/units'

describe('a selector in the browser', () => {
  it.each([
    ['.card', 's1', '.s1--card'],
    ['.card.on > .title', 's1', '.s1--card.s1--on > .s1--title'],
    ['.card', undefined, '.card'],
    ['view', 's1', 'wx-view'],
    ['scroll-view .row', undefined, 'wx-scroll-view .row'],
    ['page', undefined, 'wx-page'],
    ['t-icon', undefined, 't-icon'],
    ['#list', 's1', '[id$="--list"]'],
    [':host', 's1', '[wx-host="s1"]'],
    [':host', undefined, 'wx-page'],
    [':host .a', 's1', '[wx-host="s1"] .s1--a'],
    ['.a:not(.b):nth-child(2n + 1)::before', 's1', '.s1--a:not(.s1--b):nth-child(2n + 1)::before'],
    ['[aria-role="view .x"]', 's1', '[aria-role="view .x"]'],
    ['.w-1\\/2', 's1', '.s1--w-1\\/2'],
    ['view:first-child', undefined, 'wx-view:first-child'],
    ['.button', 's1', '.s1--button'],
  ])('%s in scope %s is %s', (selector, scope, expected) => {
    expect(rewriteSelector(selector, scope)).toBe(expected)
  })
})

describe('lengths', () => {
  it('turns 750 rpx into the width of the window', () => {
    expect(convertRpx('750rpx')).toBe('100vw')
    expect(convertRpx('calc(100% - 16rpx)')).toBe('calc(100% - 2.1333vw)')
    expect(convertRpx('-3rpx .5rpx')).toBe('-0.4vw 0.0667vw')
  })

  it('leaves names that only look like lengths', () => {
    expect(convertRpx('var(--gap-16rpx)')).toBe('var(--gap-16rpx)')
    expect(convertRpx('16px')).toBe('16px')
  })
})

describe('a style sheet', () => {
  it('keeps the steps of an animation as they are', () => {
    const css = compileWxssText('@keyframes view { from { left: 0 } 50% { left: 75rpx } }', 's1')
    expect(css).toBe('@keyframes view { from { left: 0 } 50% { left: 10vw } }')
  })

  it('measures heights below the native navigation bar', () => {
    expect(compileWxssText('page { height: 100vh }')).toBe(
      'wx-page { height: calc(var(--wx-vh, 1vh) * 100) }',
    )
  })

  it('leaves room for the home indicator that the preview draws', () => {
    expect(compileWxssText('.a { padding: calc(8px + env(safe-area-inset-bottom)) }')).toBe(
      '.a { padding: calc(8px + var(--wx-safe-bottom)) }',
    )
  })

  it('converts lengths in media queries and keeps the colour scheme', () => {
    expect(compileWxssText('@media (prefers-color-scheme: dark) { .a { color: #fff } }', 's1')).toBe(
      '@media (prefers-color-scheme: dark) { .s1--a { color: #fff } }',
    )
    expect(compileWxssText('@media (min-width: 75rpx) { .a { color: #fff } }')).toContain('(min-width: 10vw)')
  })

  describe('with imports', () => {
    let root = ''
    beforeAll(() => {
      root = fs.mkdtempSync(path.join(os.tmpdir(), 'wxss-'))
      fs.mkdirSync(path.join(root, 'a'))
      fs.writeFileSync(path.join(root, 'base.wxss'), '.base { width: 75rpx }')
      fs.writeFileSync(path.join(root, 'a', 'loop.wxss'), '@import "./loop.wxss"; .loop { color: red }')
      fs.writeFileSync(path.join(root, 'a', 'a.wxss'), '@import "../base.wxss"; .a { color: red }')
      fs.writeFileSync(path.join(root, 'a', 'b.wxss'), "@import '/base.wxss'; .b { color: red }")
      fs.writeFileSync(path.join(root, 'a', 'missing.wxss'), '@import "./nowhere.wxss";')
    })
    afterAll(() => fs.rmSync(root, { recursive: true }))

    it('takes them in, relative ones and those from the root', () => {
      for (const name of ['a', 'b']) {
        const css = compileWxss(path.join(root, 'a', `${name}.wxss`), { root, scope: 's1' })
        expect(css).toContain('.s1--base { width: 10vw }')
        expect(css).toContain(`.s1--${name} { color: red }`)
      }
    })

    it('ends when a sheet imports itself', () => {
      expect(compileWxss(path.join(root, 'a', 'loop.wxss'), { root })).toContain('.loop')
    })

    it('names the sheet that is missing and the one that asks for it', () => {
      expect(() => compileWxss(path.join(root, 'a', 'missing.wxss'), { root })).toThrow(
        /nowhere\.wxss.*missing\.wxss/,
      )
    })
  })
})
