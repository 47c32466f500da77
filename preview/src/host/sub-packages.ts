declare global {
  interface Window {
    /** Resolves when the sub-packages are there; an end-to-end test may hold them. */
    subPackages?: Promise<void>
  }
}

/** What `require.async` becomes in the bundle: resolves to what `load` gives, once the sub-packages are there. */
export function requireLater(load: () => unknown): Promise<unknown> {
  return (window.subPackages ?? Promise.resolve()).then(load)
}
