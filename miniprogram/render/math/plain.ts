import { meaningOf } from './meaning'
import { gap, isBlank, type Part, type Scripts, seen, signText } from './parts'
import { fractions, loweredText, raisedText } from './scripts-of-text'
import { isOperator, isRelation, opens } from './signs'

/** Accents that stand on the character before them; `all` on each of several. */
const accents: Readonly<Record<string, { readonly accent: string; readonly all: boolean }>> = {
  bar: { accent: '\u0305', all: true },
  struck: { accent: '\u0336', all: true },
  vector: { accent: '\u20d7', all: false },
  hat: { accent: '\u0302', all: false },
  tilde: { accent: '\u0303', all: false },
  check: { accent: '\u030c', all: false },
  dot: { accent: '\u0307', all: false },
  dots: { accent: '\u0308', all: false },
}

/**
 * A formula as a line of text that a person reads in a chat: `x = (-b ± √(b² - 4ac))/(2a)`. Lines that are aligned to one another
 * are lines.
 * @throws RangeError where text cannot say it (matrices, braces with words), or braces or environments do not match
 */
export function plain(tex: string): string {
  return written(meaningOf(tex))
    .replace(/ *\n */g, '\n')
    .replace(/ +/g, ' ')
    .trim()
}

function written(parts: readonly Part[]): string {
  let text = ''
  let before: string | undefined
  parts.forEach((part, at) => {
    // A name (`sin`) and what it is of are parted by a blank.
    const isName = before !== undefined && /^[A-Za-z]{2,}$/.test(before)
    if (part.kind === 'sign') {
      const isUnary = opens(before)
      text +=
        isName && /^[\p{L}\d]/u.test(part.text)
          ? ` ${writtenSign(part.text, isUnary)}`
          : writtenSign(part.text, isUnary)
      before = part.text
      return
    }
    const made = partText(part, before)
    const isOpenFraction = part.kind === 'fraction' && made.includes('/') && isProduct(parts[at + 1])
    const isMixed = part.kind === 'fraction' && /\d$/.test(text) && made.includes('/')
    text += (isName && !/^[ (]/.test(made)) || isMixed ? ` ${made}` : isOpenFraction ? `(${made})` : made
    const isOfName = part.kind === 'scripts' && /^[A-Za-z]{2,}$/.test(signText(part.base))
    if (part.kind !== 'blank') before = isOfName ? 'of' : 'x'
  })
  return text
}

/** Whether it is a factor of what stands before it. */
function isProduct(part: Part | undefined): boolean {
  if (part === undefined || part.kind === 'blank' || part.kind === 'text') return false
  // A bracket that closes, and carries a power.
  if (part.kind === 'scripts' && /^[)\]}]$/.test(signText(part.base))) return false
  return part.kind !== 'sign' || /^[\p{L}\d(√[]/u.test(part.text)
}

function writtenSign(sign: string, isUnary: boolean): string {
  if (sign === gap) return '____'
  if (sign === ',' || sign === ';') return `${sign} `
  if (sign === '∣') return ' | '
  if (isRelation(sign)) return ` ${sign} `
  if (isOperator(sign)) return isUnary ? sign : ` ${sign} `
  if (/^[A-Za-z]{2,}$/.test(sign) && !isUnary) return ` ${sign}`
  return sign === '＄' ? '$' : sign === '≣' ? '≡' : sign
}

function partText(part: Part, before: string | undefined): string {
  switch (part.kind) {
    case 'sign':
      return writtenSign(part.text, opens(before))
    case 'text':
      return part.text
    case 'blank':
      return ' '
    case 'group': {
      const text = written(part.parts)
      // In braces a comma parts the thousands of one number.
      return text === ', ' ? ',' : text
    }
    case 'fraction':
      return fraction(tidy(part.above), tidy(part.below))
    case 'binomial':
      return `C(${tidy(part.above)}, ${tidy(part.below)})`
    case 'root':
      return `${rootSign(tidy(part.degree))}${radicand(tidy(part.parts))}`
    case 'scripts':
      return scripts(part, before)
    case 'stacked':
      return stacked(part.base, tidy(part.above), tidy(part.below), before)
    case 'marked':
      return marked(part.mark, tidy(part.parts))
    case 'fenced':
      return part.open === '{' && part.close === ''
        ? system(part.parts)
        : `${part.open}${tidy(part.parts)}${part.close}`
    case 'rows':
      return rows(part.name, part.rows)
    case 'unknown':
      throw new RangeError(`text has nothing for ${part.text}`)
  }
}

function tidy(parts: readonly Part[]): string {
  return written(parts).replace(/ +/g, ' ').trim()
}

function fraction(above: string, below: string): string {
  const known = fractions[`${above}/${below}`]
  if (known !== undefined) return known
  const outside = above.replace(/\([^()]*\)/g, '').replace(/\([^()]*\)/g, '')
  return `${/[ /]/.test(outside) ? `(${above})` : above}/${enclosed(below)}`
}

/** In parentheses, unless it is one thing that nothing can come between. */
function enclosed(text: string): string {
  const isOne =
    /^(?:\d[\d.]*%?|[∂dΔ]?.[\u0300-\u036f\u20d7′″‴°⁰¹²³⁴-⁹⁺⁻ⁿᵃ-ᶿ₀-₉ₐ-ₜᵢ-ᵪ]*|[A-Z]{2}|[\u4e00-\u9fff]+|√.)$/u.test(
      text,
    ) || /^\([^()]*\)$/.test(text)
  return isOne ? text : `(${text})`
}

/** What a root is drawn from: with a power it is in parentheses, since `√x²` may be that of `√x`. */
function radicand(text: string): string {
  return /^.[⁰¹²³⁴-⁹⁺⁻ⁿᵃ-ᶿ]+$/.test(text) ? `(${text})` : enclosed(text)
}

function rootSign(degree: string): string {
  if (degree === '' || degree === '2') return '√'
  return degree === '3' ? '∛' : degree === '4' ? '∜' : `${raisedText(degree)}√`
}

function scripts({ base, below, above }: Scripts, before: string | undefined): string {
  if (base?.kind === 'marked' && base.mark === 'brace') throw new RangeError('text has no braces with words')
  let text =
    base === undefined
      ? ''
      : /^(?:fraction|root)$/.test(base.kind)
        ? `(${tidy([base])})`
        : partText(base, before)
  const index = tight(below)
  if (/^(?:lim|max|min)$/.test(signText(base)) && index !== '') text += `(${index})`
  else if (index !== '') text += loweredText(index)
  const primes = above.filter((part) => part.kind === 'sign' && part.text === '′').length
  const power = tight(above.slice(primes))
  return text + (strokes[primes] ?? '′'.repeat(primes)) + (power === '' ? '' : raisedText(power))
}

/** Strokes behind a letter, by their number. */
const strokes = ['', '′', '″', '‴']

/** Small text has no room around its signs. */
function tight(parts: readonly Part[]): string {
  return isBlank(parts) ? '' : written(parts).replace(/ /g, '')
}

function stacked(base: Part, above: string, below: string, before: string | undefined): string {
  const words = [above, below].filter((each) => each !== '')
  // A number of oxidation, what a fraction was reduced to.
  if (base.kind !== 'sign' || /^\p{L}$/u.test(base.text))
    return `${partText(base, before)}(${words.join('，')})`
  if (isRelation(base.text)) return ` ${base.text}${words.length > 0 ? `(${words.join('，')})` : ''} `
  if (base.text !== 'lim') throw new RangeError('text has one line')
  return `${writtenSign(base.text, opens(before))}(${words.join('').replace(/ /g, '')})`
}

function marked(mark: string, text: string): string {
  if (mark === 'arc') return `⌒${text}`
  const known = accents[mark]
  const characters = Array.from(text)
  const isVector = mark === 'vector' && /^[A-Z]{2}$/.test(text)
  if (known === undefined || (characters.length > 1 && !known.all && !isVector))
    throw new RangeError('text has no such accent')
  return known.all ? characters.map((each) => each + known.accent).join('') : text + known.accent
}

/** What stands behind one brace: cases, or equations that hold together. */
function system(parts: readonly Part[]): string {
  const [only] = seen(parts)
  const inside = only?.kind === 'group' ? only.parts.find(({ kind }) => kind === 'rows') : only
  if (inside?.kind !== 'rows') throw new RangeError('text has no brace of one side')
  return rows('cases', inside.rows)
}

function rows(name: string, lines: readonly (readonly (readonly Part[])[])[]): string {
  const isCases = /^d?cases\*?$/.test(name)
  const separate: readonly Part[] = isCases ? [{ kind: 'blank' }] : []
  const texts = lines.map((cells) => tidy(cells.flatMap((cell) => [...separate, ...cell])))
  if (isCases) return `{ ${texts.join('; ')} }`
  if (/^(?:aligned|alignedat|align\*?|gathered|gather\*?|split)$/.test(name)) return texts.join('\n')
  if (name === 'substack') return texts.join(', ')
  throw new RangeError('text has no tables')
}
