const waiting: (() => void)[] = []

function answer(): void {
  for (const then of waiting.splice(0)) setTimeout(then)
}

/** Calls back when the page was drawn with all that changed until now; soon where it is hidden, since then nothing is drawn. */
export function whenDrawn(then: () => void): void {
  waiting.push(then)
  if (waiting.length > 1) return
  if (document.hidden) answer()
  else requestAnimationFrame(answer)
}
