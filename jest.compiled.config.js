const path = require('node:path')
const { projects, testTimeout } = require('./jest.config')

/**
 * The same tests of the answer's way to the page, against what WeChat's compiler made of the modules: run by
 * `npm run check:package`, which names the folder in COMPILED_PROGRAM.
 */
const compiled = path.resolve(process.env.COMPILED_PROGRAM ?? 'artifacts/compiled')
const core = projects.find(({ displayName }) => displayName === 'core')

/** @type {import('jest').Config} */
module.exports = {
  testTimeout,
  projects: [
    {
      ...core,
      displayName: 'compiled',
      rootDir: __dirname,
      modulePathIgnorePatterns: [],
      testMatch: ['<rootDir>/test/{stream,api,conversation,platform}/**/*.test.ts'],
      moduleNameMapper: {
        // The list of states: the program only needs its types, so that it is in no upload.
        '^(?:\\.\\./)+miniprogram/stream/states$': '<rootDir>/miniprogram/stream/states',
        '^(?:\\.\\./)+miniprogram/(.+)$': `${compiled}/$1.js`,
        // The compiler's own helpers travel with the program.
        '^(@babel/runtime/.+)$': `${compiled}/$1.js`,
      },
    },
  ],
}
