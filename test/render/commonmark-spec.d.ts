declare module 'commonmark-spec' {
  /** The examples of the CommonMark specification. */
  export const tests: { markdown: string; html: string; section: string; number: number }[]
}
