const RPX = /(^|[^\w#.-])(-?(?:\d*\.)?\d+)rpx\b/gi
const VIEWPORT_HEIGHT = /(^|[^\w#.-])(-?(?:\d*\.)?\d+)vh\b/gi

/** A phone is 750 rpx wide, whatever its size. */
const RPX_PER_PERCENT = 7.5

/** `rpx` → `vw`. */
export function convertRpx(text: string): string {
  if (!/rpx/i.test(text)) return text
  const replace = (_: string, before: string, amount: string) =>
    `${before}${Number((Number(amount) / RPX_PER_PERCENT).toFixed(4))}vw`
  return text.replace(RPX, replace)
}

/** `vh` → a share of the page below the native navigation bar, as on a phone. */
export function convertViewportHeight(text: string): string {
  return text.replace(
    VIEWPORT_HEIGHT,
    (_, before: string, amount: string) => `${before}calc(var(--wx-vh, 1vh) * ${amount})`,
  )
}

/** `env(safe-area-inset-…)` → the host's phone, since a desktop browser has no notch and no home indicator. */
export function convertSafeArea(text: string): string {
  return text.replace(
    /(?:env|constant)\(\s*safe-area-inset-(top|bottom|left|right)[^()]*\)/g,
    'var(--wx-safe-$1)',
  )
}
