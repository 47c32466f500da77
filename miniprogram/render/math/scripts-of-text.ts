/** Fractions that are one character. */
export const fractions: Readonly<Record<string, string>> = {
  '1/2': '½',
  '1/3': '⅓',
  '2/3': '⅔',
  '1/4': '¼',
  '3/4': '¾',
  '1/5': '⅕',
  '2/5': '⅖',
  '3/5': '⅗',
  '4/5': '⅘',
  '1/6': '⅙',
  '5/6': '⅚',
  '1/8': '⅛',
  '3/8': '⅜',
  '5/8': '⅝',
  '7/8': '⅞',
}

/** Characters by what they are when they stand higher. */
export const raised = map(
  '0⁰ 1¹ 2² 3³ 4⁴ 5⁵ 6⁶ 7⁷ 8⁸ 9⁹ +⁺ -⁻ =⁼ (⁽ )⁾ aᵃ bᵇ cᶜ dᵈ eᵉ fᶠ gᵍ hʰ iⁱ jʲ kᵏ lˡ mᵐ nⁿ oᵒ pᵖ rʳ sˢ tᵗ uᵘ vᵛ wʷ xˣ yʸ zᶻ Tᵀ βᵝ γᵞ θᶿ ·˙',
)
/** Characters by what they are when they stand lower. */
export const lowered = map(
  '0₀ 1₁ 2₂ 3₃ 4₄ 5₅ 6₆ 7₇ 8₈ 9₉ +₊ -₋ =₌ (₍ )₎ aₐ eₑ hₕ iᵢ jⱼ kₖ lₗ mₘ nₙ oₒ pₚ rᵣ sₛ tₜ uᵤ vᵥ xₓ βᵦ γᵧ ρᵨ φᵩ χᵪ',
)

function map(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]))
}

function mapped(text: string, characters: ReadonlyMap<string, string>): string | undefined {
  const made = Array.from(text, (character) => characters.get(character))
  return made.includes(undefined) ? undefined : made.join('')
}

/** As a power, in small raised characters where Unicode has all of them: `x²`, `2^(m/n)`. */
export function raisedText(text: string): string {
  if (/^[∘°]$/.test(text)) return '°'
  if (/^[*∗]$/.test(text)) return '*'
  return mapped(text, raised) ?? (text.length === 1 ? `^${text}` : `^(${text})`)
}

/** As an index, in small lowered characters where Unicode has all of them: `x₁`. Chinese words and figures stand as they are. */
export function loweredText(text: string): string {
  if (/^(?:[\u4e00-\u9fff]+|[△∠].*)$/.test(text)) return text
  return mapped(text, lowered) ?? (text.length === 1 ? `_${text}` : `_(${text})`)
}
