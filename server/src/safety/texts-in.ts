/**
 * Every text in a value of JSON; the names of an object's fields too, which may be anybody's words. The value may be as deep and as long as a
 * client likes: nothing here calls itself, or takes a list as its arguments.
 */
export function textsIn(value: unknown): string[] {
  const texts: string[] = []
  /** A list grows while it is gone through: level by level. */
  const found: unknown[] = [value]
  for (const next of found) {
    if (typeof next === 'string') texts.push(next)
    else if (typeof next === 'object' && next !== null) {
      for (const [name, inner] of Object.entries(next)) {
        if (!Array.isArray(next)) found.push(name)
        found.push(inner)
      }
    }
  }
  return texts
}
