import { withAbsoluteValues } from './absolute-values'
import { meaningOf } from './meaning'
import { isBlank, type Part, type Scripts, seen, signs, signText } from './parts'
import { powerWord, signedWord, wholeName } from './powers'
import { withRemainders } from './remainders'
import {
  hasBounds,
  hasCondition,
  hasFraction,
  hasLimits,
  isApart,
  isFactor,
  isModulus,
  isNoPower,
  isNumber,
  isSingle,
  isTerm,
  isVector,
} from './shapes'
import { tending, withSides } from './sides'
import { isRelation, opens, stroke } from './signs'
import { fenceWords, markWords, rowsWords, unaryWords, wordOf } from './spoken-words'

/**
 * A formula in the words in which a Chinese teacher reads it out: `x 等于 负 b 除以 2a`. What has more than one term says
 * where it ends, since a listener sees no fraction's line and no root's bar.
 * @throws RangeError where braces or environments do not match
 */
export function spoken(tex: string): string {
  const speech = new Speech(/°|\\(?:circ|degree|ang)(?![A-Za-z])/.test(tex))
  speech.say(meaningOf(tex))
  return speech.words
}

class Speech {
  words = ''
  /** The last word was a letter or digit of a row: the next one belongs to it. */
  private joins: '' | 'letters' | 'characters' = ''

  /** @param hasAngles strokes behind a number are minutes and seconds of a degree */
  constructor(private readonly hasAngles: boolean) {}

  /** One after another. */
  say(written: readonly Part[]): void {
    const parts = withSides(withRemainders(withAbsoluteValues(written)))
    parts.forEach((part, at) => {
      if (part.kind === 'blank') this.joins = ''
      else this.among(part, parts, at)
    })
  }

  /** A part by what stands beside it. */
  private among(part: Part, parts: readonly Part[], at: number): void {
    let last = at - 1
    while (parts[last]?.kind === 'blank') last--
    const before = parts[last]
    const sign = before?.kind === 'sign' ? before.text : undefined
    if (part.kind === 'sign') {
      const opened = before === undefined || (sign !== undefined && opens(sign)) || isTending(before)
      const unary = opened ? unaryWords[part.text] : undefined
      const word = unary ?? relationWord(part.text, parts)
      if (word === undefined) this.sign(part.text)
      else this.word(word)
    } else if (part.kind === 'fraction') {
      const isMixed = /^\d$/.test(sign ?? '') && isNumber(part.above) && isNumber(part.below)
      if (isMixed) this.word('又')
      else if (isNumber(part.below) && isFactor(before)) this.word('乘')
      this.fraction(part.above, part.below, isApart(before, parts.slice(at + 1)))
    } else if (part.kind === 'scripts') this.scripts(part, sign)
    else this.part(part)
  }

  private word(word: string): void {
    if (word === '') return
    const text = word
      .replace(/[\\{}$]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
    this.words += this.words === '' ? text : ` ${text}`
    this.joins = ''
  }

  private sign(sign: string): void {
    if (/^[A-Za-z0-9.%]$/.test(sign)) {
      this.join(sign, 'letters')
    } else if (/^[\u4e00-\u9fff]$/.test(sign)) this.join(sign, 'characters')
    else if (/^[,，;；、。？?]$/.test(sign)) this.words += sign === ',' ? '，' : sign
    else if (sign.endsWith(stroke)) this.word(`不 ${wordOf(sign.slice(0, -1)) ?? sign.slice(0, -1)}`)
    else this.word(wordOf(sign) ?? sign)
  }

  /** One character of a row of its kind. */
  private join(sign: string, kind: 'letters' | 'characters'): void {
    this.words += this.joins === kind || this.words === '' ? sign : ` ${sign}`
    this.joins = kind
  }

  private part(part: Part): void {
    switch (part.kind) {
      case 'blank':
        break
      case 'group':
        // A comma in braces parts the thousands of one number.
        if (signs(part.parts) !== ',') this.say(part.parts)
        break
      case 'fraction':
        this.fraction(part.above, part.below, false)
        break
      case 'binomial':
        this.between('从', part.above, '中取')
        this.between('', part.below, '的组合数')
        break
      case 'root':
        this.root(part.degree, part.parts, isSingle(part.parts))
        break
      case 'scripts':
        this.scripts(part, undefined)
        break
      case 'stacked':
        if (part.base.kind === 'sign' && hasLimits(part.base.text)) {
          this.scripts({ ...part, kind: 'scripts' }, undefined)
          break
        }
        this.part(part.base)
        if (!isBlank(part.above)) this.between('上方', part.above, '')
        if (!isBlank(part.below)) this.between('下方', part.below, '')
        if (isRelated(part.base, [...part.above, ...part.below])) this.words += '，'
        break
      case 'marked': {
        const [before, behind] = markWords[
          part.mark === 'dot' && isNumber(part.parts) ? 'repeated' : part.mark
        ] ?? ['', '']
        this.between(before, part.parts, behind)
        break
      }
      case 'fenced':
        this.fenced(part.open, part.parts, part.close)
        break
      case 'rows':
        this.rows(part.name, part.rows)
        break
      case 'sign':
        this.sign(part.text)
        break
      case 'text':
        this.word(
          part.text.replace(/_{2,}/g, ' 填空 ').replace(signOfText, (sign) => ` ${wordOf(sign) ?? sign} `),
        )
        break
      case 'unknown':
        this.word(part.text)
    }
  }

  private between(before: string, parts: readonly Part[], behind: string): void {
    this.word(before)
    this.joins = ''
    this.say(parts)
    this.word(behind)
    this.joins = ''
  }

  private fraction(above: readonly Part[], below: readonly Part[], isAlone: boolean): void {
    if (isNumber(below) && isTerm(above)) {
      this.between('', below, '分之')
      this.between('', above, '')
      return
    }
    if (hasFraction(above) || hasFraction(below)) {
      this.between('分式 分子', above, '')
      this.between('分母', below, '分式结束')
      return
    }
    const isShort = isAlone && isTerm(above) && isTerm(below)
    this.between(isShort ? '' : '分式', above, '除以')
    this.between('', below, isShort ? '' : '分式结束')
  }

  private root(degree: readonly Part[], parts: readonly Part[], isOpen: boolean): void {
    if (!isBlank(degree)) this.between('', degree, '次')
    this.between('根号', parts, isOpen ? '' : '根号结束')
  }

  private scripts(scripts: Scripts, before: string | undefined): void {
    const { base, below, above } = scripts
    const name = signText(base)
    const whole = wholeName(scripts)
    if (whole !== undefined) {
      this.word(whole)
      return
    }
    this.base(base)
    if (base?.kind === 'marked' && base.mark === 'brace') this.between('标注', [...below, ...above], '')
    else if (/^[∑∏∫∬∭∮⋃⋂]$/.test(name)) {
      if (!isBlank(below)) this.between(isBlank(above) ? '对' : '从', below, '')
      if (!isBlank(above)) this.between('到', above, '')
    } else if (name === 'lim') this.say(tending(below))
    else if (name === 'log' && !isBlank(below)) this.between('以', below, '为底')
    else if (!isBlank(below) && !isBlank(above) && (isNoPower(base) || hasBounds(base))) {
      this.between(hasBounds(base) ? '从' : '下标', below, '')
      this.between(hasBounds(base) ? '到' : '上标', above, '')
    } else {
      // Without its end `aₙ₊₁` were `aₙ + 1`.
      if (!isBlank(below)) this.between('下标', below, isTerm(below) ? '' : '下标结束')
      this.power(base, before, above)
    }
    this.joins = ''
  }

  /** What carries a power ends before it: `√x²` is not `(√x)²`. */
  private base(base: Part | undefined): void {
    if (base?.kind === 'root') this.root(base.degree, base.parts, false)
    else if (base?.kind === 'fraction') {
      this.between('分式', base.above, '除以')
      this.between('', base.below, '分式结束')
    } else if (base !== undefined) this.part(base)
  }

  private power(base: Part | undefined, before: string | undefined, parts: readonly Part[]): void {
    const primes = parts.filter((part) => part.kind === 'sign' && part.text === '′').length
    const of = base === undefined ? '' : signs([base])
    const isAngle = this.hasAngles && /^\d/.test(of)
    if (primes > 0 && isAngle) this.word(primes === 1 ? '分' : '秒')
    else if (primes > 0) this.word(primes === 1 ? '撇' : `${primes} 撇`)
    const power = parts.slice(primes)
    if (!isBlank(power)) this.raised(of, power, signedWord(base, before, signs(power)))
  }

  private raised(of: string, power: readonly Part[], signed: string | undefined): void {
    const text = signs(power)
    const word = signed ?? powerWord(of, text)
    if (word !== undefined) this.word(word)
    else if (/^[*∗·⋆]$/.test(text) || power.every(({ kind }) => kind === 'text'))
      this.between('上标', power, '')
    else this.between('的', power, '次方')
  }

  private fenced(open: string, parts: readonly Part[], close: string): void {
    const isLength = open === '|' && close === '|' && parts.some(isVector)
    const named = fenceWords[isLength ? '‖‖' : open + close]
    if (named !== undefined) this.between(named[0], parts, named[1])
    // What a remainder is taken by needs no brackets.
    else if (isModulus(parts)) this.say(parts)
    else {
      // A brace before rows says no more than that they belong together.
      const isCases = open === '{' && close === ''
      if (open !== '' && !isCases) this.sign(open)
      this.joins = ''
      const [only] = seen(parts)
      if (isCases && only?.kind === 'rows') this.rows('cases', only.rows)
      else this.say(parts)
      if (close !== '') this.sign(close)
    }
  }

  private rows(name: string, rows: readonly (readonly (readonly Part[])[])[]): void {
    const hasConditions = name === 'cases' && rows.some(hasCondition)
    const word = hasConditions ? '分情况' : rowsWords[name.replace(/\*$/, '')]
    const isTable = word !== undefined && (name !== 'cases' || hasConditions)
    if (word !== undefined) this.word(word)
    rows.forEach((cells, at) => {
      if (at > 0) this.words += '；'
      if (word !== undefined) this.word(`第 ${at + 1} 行`)
      // Only in a table the cells are things of their own.
      if (!isTable) this.between('', cells.flat(), '')
      else
        cells.forEach((cell, column) => {
          if (column > 0 && !isBlank(cell) && !/[,，]\s*$/.test(this.words)) this.words += '，'
          this.between('', cell, '')
        })
    })
    if (word !== undefined) this.word(`${word}结束`)
  }
}

/** A word for a relation that depends on what it relates. */
function relationWord(sign: string, parts: readonly Part[]): string | undefined {
  // Figures are similar, a random variable has a distribution.
  if (sign === '∼') return parts.some((part) => part.kind === 'sign' && part.text === '△') ? '相似于' : '服从'
  if (sign === '≡' && parts.some((part) => part.kind === 'fenced' && isModulus(part.parts))) return '同余于'
  return undefined
}

/** Whether its conditions end with a pause: substances above an arrow are not the ones behind it, as words are not. */
function isRelated(base: Part, conditions: readonly Part[]): boolean {
  return base.kind === 'sign' && isRelation(base.text) && /[^\u4e00-\u9fff、]/.test(signs(conditions))
}

function isTending(part: Part): boolean {
  return part.kind === 'text' && part.text.endsWith('趋于')
}

/** Signs that have a word in a text too. */
const signOfText = /[△∽≌∠⊥∥°℃℉≤≥≠≈×÷=<>+⊙]/g
