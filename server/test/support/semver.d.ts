/** What of npm's own reading of versions is used here; the package has no types. */
declare module 'semver' {
  /** Whether every version in `inner` is in `outer`, too. */
  export function subset(inner: string, outer: string): boolean
}
