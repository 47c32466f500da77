/** What `make` gives, made once for each of the `capacity` formulas that were asked for last. */
export function remembered<Made>(capacity: number, make: (tex: string) => Made): (tex: string) => Made {
  const known = new Map<string, { readonly made: Made }>()
  return (tex) => {
    const content = known.get(tex) ?? { made: make(tex) }
    // Written again at the end, so that the formula unused for longest is the first to go.
    known.delete(tex)
    known.set(tex, content)
    for (const oldest of known.keys()) {
      if (known.size <= capacity) break
      known.delete(oldest)
    }
    return content.made
  }
}
