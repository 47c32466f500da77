/** Every project transpiles with ts-jest; types are checked apart, by `npm run typecheck`. */
const transform = (tsconfig) => ({
  '^.+\\.ts$': ['ts-jest', { tsconfig: { ...compilerOptions, ...tsconfig } }],
})
const compilerOptions = {
  target: 'ES2022',
  module: 'CommonJS',
  moduleResolution: 'Node10',
  esModuleInterop: true,
}

/** What is built while tests run has manifests of the same names as what it is built from. */
const BUILT = ['<rootDir>/artifacts/', '<rootDir>/dist/']

/** Each file of tests closes what it opens: a server, a process, a timer that is left fails it. */
const NODE = '<rootDir>/test/support/environments/node.ts'
const JSDOM = '<rootDir>/test/support/environments/jsdom.ts'

/** @type {import('jest').Config} */
module.exports = {
  // A bound for what never ends; what takes long on a busy machine is no failure.
  testTimeout: 60000,
  // What a file has loaded stays in its worker, which grows by some 20 MB with each. One that is much larger than this takes longer
  // to end than jest waits, and counts as one that left something open.
  workerIdleMemoryLimit: '512MB',
  projects: [
    {
      displayName: 'core',
      testEnvironment: NODE,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      modulePathIgnorePatterns: BUILT,
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/components/', '<rootDir>/test/pages/'],
      transform: transform({}),
    },
    {
      displayName: 'miniprogram',
      testEnvironment: JSDOM,
      testMatch: ['<rootDir>/test/{components,pages}/**/*.test.ts'],
      transform: transform({}),
      transformIgnorePatterns: [],
      modulePathIgnorePatterns: [...BUILT, '<rootDir>/miniprogram/miniprogram_npm/.*/package.json'],
    },
    {
      displayName: 'server',
      testEnvironment: NODE,
      testMatch: ['<rootDir>/server/test/**/*.test.ts'],
      globalSetup: '<rootDir>/server/test/compile-processes.ts',
      globalTeardown: '<rootDir>/server/test/remove-processes.ts',
      modulePathIgnorePatterns: BUILT,
      transform: transform({}),
    },
    {
      displayName: 'preview',
      testEnvironment: NODE,
      testMatch: ['<rootDir>/preview/test/**/*.test.ts'],
      modulePathIgnorePatterns: BUILT,
      transform: transform({}),
    },
  ],
}
