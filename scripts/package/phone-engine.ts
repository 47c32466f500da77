import vm from 'node:vm'

/**
 * Built-ins that came after the oldest JavaScript engine that is meant to work, iOS 12's (docs/devices.md): by the object
 * that has them, `globalThis` for constructors and functions of their own.
 */
export const NEWER_BUILT_INS: Readonly<Record<string, readonly string[]>> = {
  globalThis:
    'globalThis queueMicrotask BigInt BigInt64Array BigUint64Array WeakRef FinalizationRegistry AggregateError SharedArrayBuffer Atomics Iterator'.split(
      ' ',
    ),
  Object: ['fromEntries', 'hasOwn', 'groupBy'],
  Array: ['fromAsync'],
  'Array.prototype': 'at findLast findLastIndex toReversed toSorted toSpliced with'.split(' '),
  'Int8Array.prototype.__proto__': 'at findLast findLastIndex toReversed toSorted with'.split(' '),
  'String.prototype': 'at matchAll replaceAll isWellFormed toWellFormed'.split(' '),
  'Symbol.prototype': ['description'],
  Promise: 'allSettled any withResolvers try'.split(' '),
  Map: ['groupBy'],
  'Set.prototype':
    'union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom'.split(' '),
  'ArrayBuffer.prototype': 'resize transfer transferToFixedLength'.split(' '),
  Intl: 'RelativeTimeFormat ListFormat DisplayNames Locale Segmenter supportedValuesOf'.split(' '),
}

/** Timers and a silent console: what an engine of a mini-program has beside the language. */
const AROUND = {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  console: Object.fromEntries(
    'debug log info warn error'.split(' ').map((level) => [level, () => undefined]),
  ),
}

/**
 * A world with the language as the oldest phone has it and `globals`, and nothing else: no `URL`, no `TextDecoder`, no
 * `process`. What the engine of Node itself knows of newer syntax stays; that is looked for by a parser.
 */
export function phoneEngine(globals: Readonly<Record<string, unknown>>): vm.Context {
  const context = vm.createContext({ ...AROUND, ...globals })
  for (const [owner, names] of Object.entries(NEWER_BUILT_INS)) {
    const deletions = names.map((name) => `delete owner[${JSON.stringify(name)}]`).join(';')
    vm.runInContext(`{ const owner = ${owner}; ${deletions} }`, context)
  }
  return context
}
