import { createTypesetter } from '../../miniprogram/render/math/typesetter'

const { plain, words } = createTypesetter()

type Told = [tex: string, copied: string | undefined, heard: string]

/** What a formula says, by what was told wrong of it: as a line of text, and in words. */
const kinds: Record<string, Told[]> = {
  'a command behind ^ or _ with what it takes': [
    ['2^\\frac{1}{2}', '2^½', '2 的 2 分之 1 次方'],
    ['10^\\text{-3}', '10⁻³', '10 的 负 3 次方'],
    ['A^\\mathrm{T}A', 'AᵀA', 'A 的转置 A'],
    ['v_\\text{max}', 'vₘₐₓ', 'v 下标 max'],
    ['\\sqrt\\frac12', '√½', '根号 2 分之 1 根号结束'],
    ['\\overline\\mathrm{AB}', 'A̅B̅', 'AB 上横线'],
  ],
  'the numbers of a nuclide before it, wherever it stands': [
    [
      '\\ce{^{238}_{92}U -> ^{234}_{90}Th + ^{4}_{2}He}',
      '₉₂²³⁸U → ₉₀²³⁴Th + ₂⁴He',
      '下标 92 上标 238 U 到 下标 90 上标 234 Th 加 下标 2 上标 4 He',
    ],
    [
      '\\mathrm{^{238}_{92}U \\xrightarrow{} ^{234}_{90}Th + ^4_2He}',
      '₉₂²³⁸U → ₉₀²³⁴Th + ₂⁴He',
      '下标 92 上标 238 U 到 下标 90 上标 234 Th 加 下标 2 上标 4 He',
    ],
    ['_{7}^{14}N+_{2}^{4}He', '₇¹⁴N + ₂⁴He', '下标 7 上标 14 N 加 下标 2 上标 4 He'],
    ['\\to ^{0}_{-1}e', '→ ₋₁⁰e', '到 下标 负 1 上标 0 e'],
  ],
}

describe.each(Object.entries(kinds))('A formula tells %s', (_, cases) => {
  test.each(cases)('%s', (tex, copied, heard) => {
    expect(plain(tex)).toBe(copied)
    expect(words(tex)).toBe(heard)
  })
})
