/** Small tools for building the host's own elements. */

/** An element with class, text and children; text is never parsed as HTML. */
export function element(
  tag: string,
  options: { className?: string; text?: string; attributes?: Record<string, string> } = {},
  children: readonly Node[] = [],
): HTMLElement {
  const node = document.createElement(tag)
  if (options.className !== undefined) node.className = options.className
  if (options.text !== undefined) node.textContent = options.text
  for (const [name, value] of Object.entries(options.attributes ?? {})) node.setAttribute(name, value)
  node.append(...children)
  return node
}

/** A length as built-in components take it: a bare number is pixels, `rpx` is converted elsewhere. */
export const cssLength = (value: unknown): string => {
  if (value === '' || value === null || value === undefined) return ''
  return /^-?[\d.]+$/.test(String(value)) ? `${String(value)}px` : String(value)
}

/** A value that is an object with fields, not an array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text of any thrown value. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error))
