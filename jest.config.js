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

/** @type {import('jest').Config} */
module.exports = {
  // A bound for what never ends; what takes long on a busy machine is no failure.
  testTimeout: 60000,
  projects: [
    {
      displayName: 'core',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      modulePathIgnorePatterns: BUILT,
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/components/', '<rootDir>/test/pages/'],
      transform: transform({}),
    },
    {
      displayName: 'miniprogram',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/test/{components,pages}/**/*.test.ts'],
      transform: transform({}),
      transformIgnorePatterns: [],
      modulePathIgnorePatterns: [...BUILT, '<rootDir>/miniprogram/miniprogram_npm/.*/package.json'],
    },
    {
      displayName: 'server',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/server/test/**/*.test.ts'],
      globalSetup: '<rootDir>/server/test/compile-processes.ts',
      globalTeardown: '<rootDir>/server/test/remove-processes.ts',
      modulePathIgnorePatterns: BUILT,
      transform: transform({}),
    },
    {
      displayName: 'preview',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/preview/test/**/*.test.ts'],
      modulePathIgnorePatterns: BUILT,
      transform: transform({}),
    },
  ],
}
