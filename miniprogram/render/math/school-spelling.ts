/**
 * Spells a formula as KaTeX reads it where models and school books differ from TeX: a bare `%` is a per cent sign and
 * not a comment that swallows the rest, `*{20}{c}` in the columns of an array is written out.
 */
export function schoolSpelling(tex: string): string {
  return tex
    .replace(/\\[\s\S]|%/g, (sign) => (sign === '%' ? '\\%' : sign))
    .replace(/(\\begin\s*\{array\}\s*\{)\*\{(\d{1,2})\}\{([lcr|]{1,4})\}\}/g, (_, begin, count, columns) => {
      return `${begin}${String(columns).repeat(Number(count))}}`
    })
}
