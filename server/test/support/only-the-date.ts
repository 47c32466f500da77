/** For `jest.useFakeTimers({ doNotFake })`: only the date is moved, everything else goes on. */
export const ONLY_THE_DATE = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const
