/** A number or letter in a circle as one character, `①`; what has none stands in parentheses. */
export function circled(text: string): string {
  if (/^(?:[1-9]|1\d|20)$/.test(text)) return String.fromCharCode(0x245f + Number(text))
  const code = text.charCodeAt(0)
  if (/^[A-Z]$/.test(text)) return String.fromCharCode(code + 0x2475)
  return /^[a-z]$/.test(text) ? String.fromCharCode(code + 0x246f) : `(${text})`
}

/** What stands in the circle of such a character. */
export function uncircled(sign: string): string | undefined {
  const code = sign.charCodeAt(0)
  if (/^[①-⑳]$/.test(sign)) return String(code - 0x245f)
  if (/^[Ⓐ-Ⓩ]$/.test(sign)) return String.fromCharCode(code - 0x2475)
  return /^[ⓐ-ⓩ]$/.test(sign) ? String.fromCharCode(code - 0x246f) : undefined
}
