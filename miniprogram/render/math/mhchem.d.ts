/**
 * Chemistry for KaTeX (`\ce`, `\pu`). `mhchem.js` beside this file is generated from the npm package `katex` by
 * `npm run build:npm` (scripts/build-math.ts).
 */

/** Adds the commands of chemistry to KaTeX, once and for all. */
export function defineChemistry(katex: { __defineMacro: (name: string, body: unknown) => void }): void
