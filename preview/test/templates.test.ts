import { breakLines, prepareWxs } from '../src/compiler/templates'

describe('WXS in a JavaScript engine', () => {
  it('requires without the extension, and follows what it requires', () => {
    const required: string[] = []
    const source = prepareWxs('var a = require(\'./a.wxs\'); var b = require("/b")', (target) =>
      required.push(target),
    )
    expect(source).toBe('var a = require(\'./a\'); var b = require("/b")')
    expect(required).toEqual(['./a', '/b'])
  })

  it('compares constructors by name, as WXS does', () => {
    expect(prepareWxs("x.y[0].constructor === 'Array'", () => undefined)).toBe(
      "wxsRuntime.constructorName(x.y[0]) === 'Array'",
    )
  })

  it('keeps the backslash of an escape that is not one of its own, as WeChat’s compiler does', () => {
    const prepared = prepareWxs(
      String.raw`f('^-?\d+(.\d+)?$', "a\nb\\", '\'\u4e00') // '\d'`,
      () => undefined,
    )
    expect(prepared).toBe(String.raw`f('^-?\\d+(.\\d+)?$', "a\nb\\", '\'\\u4e00') // '\d'`)
  })
})

describe('text in WXML', () => {
  it('breaks the line at \\n in static text only', () => {
    expect(breakLines('<text>a\\nb</text>')).toBe('<text>a\nb</text>')
    expect(breakLines("<text>{{x + '\\n'}}</text>")).toBe("<text>{{x + '\\n'}}</text>")
  })
})
