#!/usr/bin/env node
/** What `npm pack` made of the sources; in the repository the sources themselves. */
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const built = join(__dirname, 'dist', 'main.js')
if (existsSync(built)) require(built)
else {
  require('tsx/cjs')
  require('./src/main.ts')
}
