import { meaningOf } from './meaning'
import { isBlank, type Part, type Scripts, signs } from './parts'
import { isOperator, isRelation, opens, stroke } from './signs'
import { fenceWords, markWords, rowsWords, unaryWords, wordOf } from './spoken-words'

/**
 * A formula in the words in which a Chinese teacher reads it out: `x 等于 负 b 除以 2a`. What has more than one term says
 * where it ends, since a listener sees no fraction's line and no root's bar.
 * @throws RangeError where braces or environments do not match
 */
export function spoken(tex: string): string {
  const speech = new Speech()
  speech.say(meaningOf(tex))
  return speech.words
}

class Speech {
  words = ''
  /** The last word was a letter or digit of a row: the next one belongs to it. */
  private joins: '' | 'letters' | 'characters' = ''

  /** One after another. */
  say(parts: readonly Part[]): void {
    let before: string | undefined
    let isFirst = true
    const bars = parts.filter(isBar).length
    let isInBars = false
    for (const part of parts) {
      if (part.kind === 'blank') {
        this.joins = ''
        continue
      }
      if (bars > 0 && bars % 2 === 0 && isBar(part)) {
        isInBars = !isInBars
        this.word(isInBars ? '绝对值' : '绝对值结束')
        if (part.kind === 'scripts') this.scripts({ ...part, base: { kind: 'group', parts: [] } })
        before = isInBars ? '(' : ')'
        isFirst = false
        continue
      }
      if (part.kind === 'sign' && part.text === '∼') {
        // Figures are similar, a random variable has a distribution.
        this.word(parts.some((each) => each.kind === 'sign' && each.text === '△') ? '相似于' : '服从')
      } else if (part.kind === 'sign') {
        const unary = isFirst || (before !== undefined && opens(before)) ? unaryWords[part.text] : undefined
        if (unary === undefined) this.sign(part.text)
        else this.word(unary)
      } else {
        const isMixed = part.kind === 'fraction' && /^\d$/.test(before ?? '') && isNumber(part.above)
        if (isMixed) this.word('又')
        this.part(part)
      }
      before = part.kind === 'sign' ? part.text : undefined
      isFirst = false
    }
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
      case 'group':
        // A comma in braces parts the thousands of one number.
        if (signs(part.parts) !== ',') this.say(part.parts)
        break
      case 'fraction':
        this.fraction(part.above, part.below)
        break
      case 'binomial':
        this.between('从', part.above, '中取')
        this.between('', part.below, '的组合数')
        break
      case 'root':
        this.root(part.degree, part.parts)
        break
      case 'scripts':
        this.scripts(part)
        break
      case 'stacked':
        if (part.base.kind === 'sign' && hasLimits(part.base.text)) {
          this.scripts({ ...part, kind: 'scripts' })
          break
        }
        this.part(part.base)
        if (!isBlank(part.above)) this.between('上方', part.above, '')
        if (!isBlank(part.below)) this.between('下方', part.below, '')
        break
      case 'marked': {
        const [before, behind] = markWords[part.mark] ?? ['', '']
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
        this.word(part.text.replace(signOfText, (sign) => ` ${wordOf(sign) ?? sign} `))
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

  private fraction(above: readonly Part[], below: readonly Part[]): void {
    if (isNumber(above) && isNumber(below)) {
      this.between('', below, '分之')
      this.between('', above, '')
      return
    }
    if (hasFraction(above) || hasFraction(below)) {
      this.between('分式 分子', above, '')
      this.between('分母', below, '分式结束')
      return
    }
    const isShort = isTerm(above) && isTerm(below)
    this.between(isShort ? '' : '分式', above, '除以')
    this.between('', below, isShort ? '' : '分式结束')
  }

  private root(degree: readonly Part[], parts: readonly Part[]): void {
    if (!isBlank(degree)) this.between('', degree, '次')
    this.between('根号', parts, isTerm(parts) ? '' : '根号结束')
  }

  private scripts({ base, below, above }: Scripts): void {
    const name = base?.kind === 'sign' ? base.text : ''
    if (base !== undefined) this.part(base)
    if (base?.kind === 'marked' && base.mark === 'brace') this.between('标注', [...below, ...above], '')
    else if (/^[∑∏∫∬∭∮]$/.test(name)) {
      if (!isBlank(below)) this.between(isBlank(above) ? '对' : '从', below, '')
      if (!isBlank(above)) this.between('到', above, '')
    } else if (name === 'lim') this.say(below.map(tending))
    else if (name === 'log' && !isBlank(below)) this.between('以', below, '为底')
    else if (!isBlank(below) && !isBlank(above) && isNoPower(base)) {
      this.between('下标', below, '')
      this.between('上标', above, '')
    } else {
      if (!isBlank(below)) this.between('下标', below, '')
      this.power(above)
    }
    this.joins = ''
  }

  private power(parts: readonly Part[]): void {
    const primes = parts.filter((part) => part.kind === 'sign' && part.text === '′').length
    if (primes > 0) this.word(primes === 1 ? '撇' : `${primes} 撇`)
    const power = parts.slice(primes)
    if (isBlank(power)) return
    const text = signs(power)
    const number = /^[-−](\d+)$/.exec(text)
    const charge = /^(\d*)([+-])$/.exec(text)
    if (charge !== null) this.word(`带 ${charge[1] || 1} 个单位${charge[2] === '+' ? '正' : '负'}电荷`)
    else if (text === '2') this.word('的平方')
    else if (text === '3') this.word('的立方')
    else if (text === '∘') this.word('度')
    else if (number !== null) this.word(`的 负 ${number[1]} 次方`)
    else if (text === 'T') this.word('的转置')
    else if (/^[*∗·⋆]$/.test(text) || power.every(({ kind }) => kind === 'text'))
      this.between('上标', power, '')
    else this.between('的', power, '次方')
  }

  private fenced(open: string, parts: readonly Part[], close: string): void {
    const named = fenceWords[open + close]
    if (named !== undefined) this.between(named[0], parts, named[1])
    else {
      // A brace before rows says no more than that they belong together.
      const isCases = open === '{' && close === ''
      if (open !== '' && !isCases) this.sign(open)
      this.joins = ''
      const [only] = parts.filter(({ kind }) => kind !== 'blank')
      if (isCases && only?.kind === 'rows') this.rows('cases', only.rows)
      else this.say(parts)
      if (close !== '') this.sign(close)
    }
  }

  private rows(name: string, rows: readonly (readonly (readonly Part[])[])[]): void {
    const hasConditions =
      name === 'cases' && rows.some(([, condition]) => condition !== undefined && !goesOn(condition))
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

/** Below a limit an arrow says where something tends to. */
function tending(part: Part): Part {
  return part.kind === 'sign' && part.text === '→' ? { kind: 'text', text: '趋于' } : part
}

/** What stands above it is no power: numbers of combinations, nuclides, a primitive between its bounds. */
function isNoPower(base: Part | undefined): boolean {
  return base === undefined || /^[CAP|]$/.test(signs([base])) || (base.kind === 'fenced' && base.open === '')
}

/** A stroke that opens or closes an absolute value. */
function isBar(part: Part): boolean {
  return part.kind === 'sign'
    ? part.text === '|'
    : part.kind === 'scripts' && part.base !== undefined && isBar(part.base)
}

function hasLimits(sign: string): boolean {
  return /^(?:[∑∏]|lim)$/.test(sign)
}

function hasFraction(parts: readonly Part[]): boolean {
  return parts.some((part) => (part.kind === 'group' ? hasFraction(part.parts) : part.kind === 'fraction'))
}

/** Signs that have a word in a text too. */
const signOfText = /[△∽≌∠⊥∥°℃℉≤≥≠≈×÷=<>+⊙]/g

/** Whether it is the rest of what stands before it: in a system of equations the columns part only terms. */
function goesOn(cell: readonly Part[]): boolean {
  const [first] = cell
  return first === undefined || (first.kind === 'sign' && (isOperator(first.text) || isRelation(first.text)))
}

function isNumber(parts: readonly Part[]): boolean {
  return /^\d[\d.]*$/.test(signs(parts))
}

/** Whether no operator or relation stands in it but its own sign: where it ends is heard. */
function isTerm(parts: readonly Part[]): boolean {
  return parts.every((part, at) => {
    if (part.kind === 'sign') return (!isOperator(part.text) || at === 0) && !/^[=<>≤≥≠]$/.test(part.text)
    if (part.kind === 'group') return isTerm(part.parts)
    return part.kind !== 'fraction' && part.kind !== 'rows'
  })
}
