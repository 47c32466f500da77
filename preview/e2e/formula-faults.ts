/**
 * What is wrong with the formulas of an answer, and with tables that go on beyond the screen, in words; empty where all is well.
 * Runs in the page: no function in it has a name.
 */
export function formulaFaults(): string[] {
  const found: string[] = []
  const passages = document.querySelectorAll('answer-passage')
  for (const passage of passages) {
    const { left, right } = passage.getBoundingClientRect()
    for (const part of passage.querySelectorAll('[class*="katex-base"]')) {
      if (part.closest('[class*="katex-slide"], [class*="table-scroll"]') !== null) continue
      const box = part.getBoundingClientRect()
      if (box.right > right + 1 || box.left < left - 1) found.push(`cut: ${part.textContent}`)
    }
    for (const slide of passage.querySelectorAll('[class*="katex-slide"]')) {
      const run = slide.firstElementChild?.getBoundingClientRect()
      const sign = slide.querySelector('[class*="katex-sign"]')?.getBoundingClientRect()
      const box = slide.getBoundingClientRect()
      if (run === undefined || sign === undefined) continue
      const isCut = run.right > box.right + 1
      if (isCut && (sign.width < 8 || sign.right > box.right + 1))
        found.push(`cut without a sign: ${slide.textContent}`)
      if (!isCut && sign.width > 0) found.push(`a sign at what is whole: ${slide.textContent}`)
    }
    for (const table of passage.querySelectorAll('[class*="table-scroll"]')) {
      const sign = table.querySelector('[class*="beyond-sign"]')?.getBoundingClientRect()
      const edge = table.getBoundingClientRect()
      const isCut = table.scrollWidth > table.clientWidth + 1
      const top = sign === undefined ? null : document.elementFromPoint(sign.right - 4, sign.top + 8)
      const isSeen = top !== null && /beyond-sign/.test(String(top.className))
      if (isCut && (!isSeen || sign === undefined || sign.right > edge.right + 1))
        found.push(`a table cut without a sign: ${table.textContent}`)
      if (!isCut && isSeen) found.push(`a sign at a whole table: ${table.textContent}`)
    }
    for (const behind of passage.querySelectorAll('[class*="katex-behind"]')) {
      const before = behind.previousElementSibling?.getBoundingClientRect()
      const box = behind.getBoundingClientRect()
      // KaTeX's vertical lists end in a clear strip of 2 px that takes no room.
      if (before !== undefined && before.right > box.left + 2.5)
        found.push(`overlapped: ${behind.parentElement?.textContent}`)
    }
    const parts = [...passage.querySelectorAll('[class*="formula"] [class*="katex-base"]')].map((part) =>
      part.getBoundingClientRect(),
    )
    for (const one of parts) {
      for (const other of parts) {
        const isBelow = other.top > one.top + 12 && other.left < one.right && other.right > one.left
        if (isBelow && other.top < one.bottom + 1) found.push(`lines touch at ${one.bottom} and ${other.top}`)
      }
    }
  }
  if (document.querySelector('answer-passage [class$="--tex"]') !== null) found.push('a source is shown')
  return found
}
