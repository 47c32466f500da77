/**
 * Commands that models and school books write and KaTeX does not know, and fonts that the mini-program does not carry
 * (see `drawnFonts` in scripts/build-math.ts), each as what stands for it.
 */
export const schoolCommands: Readonly<Record<string, string>> = {
  // Fonts that are not carried.
  '\\mathscr': '\\mathcal',
  '\\mathfrak': '\\mathbf',
  '\\frak': '\\mathbf',
  '\\mathsf': '\\mathrm',
  '\\mathtt': '\\mathrm',
  '\\textsf': '\\textrm',
  '\\texttt': '\\textrm',
  '\\sf': '\\rm',
  '\\tt': '\\rm',
  '\\mathsfit': '\\mathit',
  '\\Bbb': '\\mathbb',
  // Names of functions in Chinese school books.
  '\\lcm': '\\operatorname{lcm}',
  '\\arccot': '\\operatorname{arccot}',
  '\\sgn': '\\operatorname{sgn}',
  '\\card': '\\operatorname{card}',
  // Geometry.
  '\\wideparen': '\\overgroup',
  '\\overparen': '\\overgroup',
  '\\arc': '\\overgroup',
  '\\parallelogram': '▱',
  '\\varparallel': '\\parallel',
  '\\pll': '\\parallel',
  // Sets of numbers and shorthands of the physics package.
  '\\Q': '\\mathbb{Q}',
  '\\C': '\\mathbb{C}',
  '\\dd': '\\mathrm{d}',
  '\\abs': '\\left|#1\\right|',
  '\\norm': '\\left\\|#1\\right\\|',
  '\\dv': '\\frac{\\mathrm{d}#1}{\\mathrm{d}#2}',
  '\\pdv': '\\frac{\\partial #1}{\\partial #2}',
  // Units, as siunitx and textcomp write them.
  '\\SI': '#1\\,\\mathrm{#2}',
  '\\qty': '#1\\,\\mathrm{#2}',
  '\\si': '\\mathrm{#1}',
  '\\unit': '\\mathrm{#1}',
  '\\num': '{#1}',
  '\\ang': '{#1}^{\\circ}',
  '\\celsius': '{}^{\\circ}\\mathrm{C}',
  '\\degreeCelsius': '{}^{\\circ}\\mathrm{C}',
  '\\ohm': '\\Omega',
  '\\micro': '\\mu',
  '\\upmu': '\\mu',
  '\\textmu': 'µ',
  '\\textohm': 'Ω',
  '\\textdegree': '\\degree',
  '\\textcelsius': '℃',
  '\\permil': '‰',
  '\\textperthousand': '‰',
  '℃': '\\TextOrMath{\\char"2103}{{}^{\\circ}\\mathrm{C}}',
  '℉': '\\TextOrMath{\\char"2109}{{}^{\\circ}\\mathrm{F}}',
  // Text.
  '\\mbox': '\\text{#1}',
  '\\uline': '\\underline{#1}',
  '\\normalfont': '\\rm',
  '\\euro': '€',
  '\\textbackslash': '\\backslash',
  // Numbers of equations: an answer has no other place that could refer to them.
  '\\label': '\\@firstoftwo{}{#1}',
  '\\circled': '\\textcircled{#1}',
  // Fine positioning of an index.
  '\\leftroot': '\\@firstoftwo{}{#1}',
  '\\uproot': '\\@firstoftwo{}{#1}',
  // Signs as Chinese keyboards write them; in a text they stay what they are.
  '∽': '\\TextOrMath{\\char"223D}{\\backsim}',
  '≌': '\\TextOrMath{\\char"224C}{\\cong}',
  '⫽': '\\TextOrMath{\\char"2AFD}{\\parallel}',
  '＋': '\\TextOrMath{\\char"FF0B}{+}',
  '－': '\\TextOrMath{\\char"FF0D}{-}',
  '＝': '\\TextOrMath{\\char"FF1D}{=}',
  '＜': '\\TextOrMath{\\char"FF1C}{<}',
  '＞': '\\TextOrMath{\\char"FF1E}{>}',
}
