import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { spoken } from '../../miniprogram/render/math/spoken'
import { CODED_WORDS, toCodedWords } from '../../miniprogram/render/math/spoken-code'
import { corpus } from './corpus'

interface SpokenModule {
  read(coded: string | undefined, source: string): string
}

function isSpoken(value: unknown): value is SpokenModule {
  return typeof value === 'object' && value !== null && 'read' in value
}

/** spoken.wxs, run in Node. */
function loadSpoken(): SpokenModule {
  const file = path.join(__dirname, '../../miniprogram/components/answer-passage/spoken.wxs')
  const module: { exports: unknown } = { exports: {} }
  new Function('module', readFileSync(file, 'utf8'))(module)
  if (!isSpoken(module.exports)) throw new TypeError('spoken.wxs exports something else')
  return module.exports
}

const { read } = loadSpoken()
const bytes = (text: string) => Buffer.byteLength(text)

describe('The words of a formula on their way to the page', () => {
  test.each(corpus.map(({ tex }) => tex))('come as they were said: %s', (tex) => {
    const words = spoken(tex)
    expect(read(toCodedWords(words), tex)).toBe(words)
  })

  test('come as they were said, whichever they are', () => {
    const usual = CODED_WORDS.split(' ').map((coded) => coded.slice(1))
    const word = fc.constantFrom(...usual, ...'x 2 3.14 50% a，b ，c 路程 = ( , : 结束'.split(' '))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (said) => {
        const words = said.join(' ')
        expect(read(toCodedWords(words), '')).toBe(words)
      }),
    )
  })

  test('take half of their bytes', () => {
    const all = corpus.map(({ tex }) => spoken(tex))
    const sum = (texts: string[]) => texts.reduce((total, text) => total + bytes(text), 0)
    expect(sum(all.map(toCodedWords)) / sum(all)).toBeLessThan(0.6)
  })

  test('are the source where there are none', () => {
    expect(read(undefined, 'x')).toBe('x')
  })
})
