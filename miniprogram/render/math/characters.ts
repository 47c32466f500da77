import { fractions, lowered, raised } from './scripts-of-text'

/** Small and wide characters that a formula may hold in place of what TeX has for them. */
const wide: Readonly<Record<string, string>> = {
  '﹣': '-',
  '﹢': '+',
  '﹤': '<',
  '﹥': '>',
  '﹦': '=',
  '｜': '|',
  '∶': ':',
  '∙': '·',
  '∕': '/',
  '∆': 'Δ',
  µ: 'μ',
  Ω: 'Ω',
}

const tall = new Map(Object.entries(fractions).map(([written, character]) => [character, written.split('/')]))
const small = [inverse('^', raised), inverse('_', lowered)]

/** A formula whose characters say what signs of TeX say (`x₁`, `10⁻³`, `√3`, `½`, `｜x｜`), with those signs. */
export function withPlainSigns(tex: string): string {
  let made = tex
  for (const { sign, row, characters } of small) {
    made = made.replace(
      row,
      (found) => `${sign}{${Array.from(found, (each) => characters.get(each)).join('')}}`,
    )
  }
  return made
    .replace(/[¼-¾⅓-⅞]/g, (found) => {
      const [above, below] = tall.get(found) ?? []
      return above === undefined || below === undefined ? found : `\\frac{${above}}{${below}}`
    })
    .replace(/([√∛∜])\s*(?:[(（]([^()（）]*)[)）]|(\d[\d.]*|[A-Za-z])|(?=\{|\\[A-Za-z]))/g, root)
    .replace(/[﹣﹢﹤﹥﹦｜∶∙∕∆µΩ]/g, (found) => wide[found] ?? found)
}

function root(_: string, sign: string, inside: string | undefined, one: string | undefined): string {
  const of = inside ?? one
  const degree = sign === '√' ? '' : sign === '∛' ? '[3]' : '[4]'
  return `\\sqrt${degree}${of === undefined ? '' : `{${of}}`}`
}

/** The characters that stand for small ones, and what finds them in a row. */
function inverse(sign: string, known: ReadonlyMap<string, string>) {
  const characters = new Map<string, string>()
  // A raised point is an accent as well.
  for (const [plain, character] of known) if (plain !== '·') characters.set(character, plain)
  return { sign, characters, row: new RegExp(`[${[...characters.keys()].join('')}]+`, 'g') }
}

/**
 * What a formula says, in signs that say it once: two strokes are the sign of parallels, a long sign of equality made of short ones
 * is one, and a comma before each three digits of a number parts nothing. In brackets it may part two numbers, and so it may behind
 * three digits.
 */
export function withoutDoubles(tex: string): string {
  return tex
    .replace(/\/\s*(?:\\!\s*)?\//g, '\\parallel ')
    .replace(/=(?:(?:\s*\\!)+\s*=)+|=(?:\s*=){2,}/g, '=')
    .replace(
      /(^|\\[a-z]+\{|[^\d.,([{，])(\d\d?(?:,\d{3})+)(?![\d,，])/gi,
      (_, before: string, number: string) => {
        return before + number.replace(/,/g, '{,}')
      },
    )
}
