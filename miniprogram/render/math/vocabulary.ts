/**
 * The short names of the compact form. The same tables stand in components/formula/formula.wxs, which runs where
 * nothing of this can be imported; test/math compares them by expanding the whole corpus.
 */

/** Class lists that are common in formulas, by the letter that stands for each (`a`–`z`, `A`–`Z`); others are written out. */
export const classLetters: Readonly<Record<string, string>> = {
  mathnormal: 'a',
  'katex-base': 'b',
  'katex-strut': 'c',
  mspace: 'd',
  msupsub: 'e',
  mfrac: 'f',
  vc: 'g',
  sqrt: 'h',
  nulldelimiter: 'i',
  'vc mathnormal': 'j',
  amsrm: 'k',
  'delimsizing size1': 'l',
  'delimsizing size2': 'm',
  'delimsizing size3': 'n',
  'delimsizing size4': 'o',
  'op-symbol small-op': 'p',
  'op-symbol large-op': 'q',
  'katex-accent': 'r',
  'accent-body accent-thin': 's',
  'hide-tail': 't',
  mathrm: 'u',
  'vc katex-accent': 'v',
  delimcenter: 'w',
  'x-arrow': 'x',
  'vi svg-align': 'y',
  cjk: 'z',
  'frac-line': 'A',
  'vc frac-line': 'B',
  mtable: 'C',
  'col-align-c': 'D',
  'col-align-l': 'E',
  'col-align-r': 'F',
  arraycolsep: 'G',
  'op-limits': 'H',
  'vc hide-tail': 'I',
  mathbf: 'J',
  'vc cjk': 'K',
  'delim-size1': 'L',
  'delim-size4': 'M',
  'vc delim-size4': 'N',
  'vc mathrm': 'O',
  'katex-root': 'P',
  vi: 'Q',
  rlap: 'R',
  'katex-inner': 'S',
  'katex-fix': 'T',
  'vc accent-body accent-thin': 'U',
  mathbb: 'V',
  'vc x-arrow-pad': 'W',
  delimsizing: 'X',
  'katex-overlay': 'Y',
  boldsymbol: 'Z',
}

/** CSS properties, by the letter that stands for each; others are written in brackets. */
export const styleLetters: Readonly<Record<string, string>> = {
  height: 'h',
  top: 't',
  'vertical-align': 'v',
  'margin-left': 'l',
  'margin-right': 'r',
  'padding-left': 'p',
  width: 'w',
  'min-width': 'n',
  'border-bottom-width': 'b',
  'font-size': 'f',
  'margin-top': 'm',
  position: 'P',
  left: 'L',
  color: 'c',
  'border-width': 'B',
  'border-style': 'S',
  'background-color': 'g',
  'border-color': 'C',
  bottom: 'd',
  'border-top-width': 'T',
  'border-right-width': 'R',
  'border-right-style': 'k',
}

/**
 * Outlines that the view thread knows by number (components/formula/outlines.wxs, made from this list by
 * scripts/math-outlines.ts); any other is sent whole. New names go to the end.
 */
export const knownOutlines: readonly string[] = [
  'sqrtMain',
  'sqrtSize1',
  'sqrtSize2',
  'sqrtSize3',
  'sqrtSize4',
  'vec',
  'rightarrow',
  'leftbrace',
  'midbrace',
  'rightbrace',
  'leftbraceunder',
  'midbraceunder',
  'rightbraceunder',
  'rightharpoonplus',
  'leftharpoondownplus',
  'longequal',
]

/** `preserveAspectRatio` of drawings, by the letter that stands for each. */
export const aspectLetters: Readonly<Record<string, string>> = {
  'xMinYMin slice': 'a',
  'xMidYMin slice': 'b',
  'xMaxYMin slice': 'c',
  xMinYMin: 'd',
  none: 'n',
}
