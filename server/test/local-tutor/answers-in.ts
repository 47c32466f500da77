/** A formula's source as a pupil would type it. */
const plain = (latex: string): string =>
  latex
    .replace(/\\begin\{cases\}|\\end\{cases\}|\$|\\quad/g, '')
    .replace(/\\\\/g, ',')
    .replace(/\\text\{ ?([^}]*)\}/g, '$1')
    .replace(/\\frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)?)\}\{([^{}]*)\}/g, (_, top: string, bottom: string) =>
      /[+ ]/.test(top.trim()) ? `(${top})/${bottom}` : `${top}/${bottom}`,
    )
    .replace(/\\sqrt\{([^{}]*)\}/g, '√$1')
    .replace(/\^\{2\}/g, '²')
    .replace(/\^\{(\d+)\}/g, '^$1')
    .replace(/\\pm/g, '±')
    .replace(/\\approx/g, '≈')
    .replace(/\\le(?![a-z])/g, '≤')
    .replace(/\\ge(?![a-z])/g, '≥')
    .replace(/\\pi/g, 'π')
    .replace(/\\%/g, '%')
    .replace(/\s+/g, '')

/** What an answer of the local tutor says in the end: its results, or that it declined or asked. */
export function answersIn(text: string): string {
  if (text.includes('有两种读法')) {
    const readings = [...text.matchAll(/^- 如果是 “([^”]*)”（[^）]*）：(.*)$/gm)]
    return `asks: ${readings.map(([, taken = '', answer = '']) => `${plain(taken.replace(/\\/g, ''))} → ${plain(answer)}`).join(' | ')}`
  }
  const answers = [...text.matchAll(/\*\*答案：\*\*([^\n]*(?:\n\n\$\$[^\n]*)?)/g)].map(([, answer = '']) =>
    plain(answer),
  )
  if (text.includes('没有作答')) answers.push('declined')
  return answers.join(' ; ')
}
