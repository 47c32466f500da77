/**
 * `npm run check:packages`: a stranger's way. Packs the packages, installs them into the examples in clean folders by the lines of the READMEs, has WeChat's
 * packer and compiler make of them what a phone would get, loads each module, and asks each kind of server in Chromium until the answer
 * stands on the page with its formulas. Prints a closing line `N passed, N failed`.
 */
import path from 'node:path'
import { checkLoading } from '../package/check-loading'
import type { CheckResult } from '../package/check-result'
import { compileOfficially } from '../wechat/official-compile'
import { agentServer, chatServer, olderServer, type Servers, tutorServer } from './asked-servers'
import { buildPackages } from './build-packages'
import { checkConformance } from './check-conformance'
import { checkFigures } from './check-figures'
import { checkImports } from './check-imports'
import { type Asking, checkOnPage } from './check-on-page'
import {
  checkExampleTypes,
  checkInstalled,
  checkManifest,
  checkSyntax,
  checkTypes,
  MINI_PROGRAM_PACKAGES,
} from './check-package'
import { copyExample, type InstalledExample, installExample } from './example'
import { writeReadmeProgram } from './readme-program'

/** Each backend that a program may have, and a server for it. */
const KINDS: Servers = { chat: chatServer, 'ag-ui': agentServer, tutor: tutorServer, older: olderServer }

/** The modules that code may import of them. */
const MODULES = [...MINI_PROGRAM_PACKAGES, 'wuhao-answer-view/math']

type Check = [name: string, check: () => CheckResult | Promise<CheckResult>]

async function main(): Promise<number> {
  const { conformance: tarball } = await buildPackages()
  const typescript = await installExample('typescript', 'examples/typescript/README.md')
  const plain = await installExample('chat-completions', 'README.md')
  const readme = copyExample(plain)
  writeReadmeProgram(readme.folder)
  // It waits for most of its time: beside everything else.
  const conformance = attempt(() => checkConformance(tarball))
  try {
    return await report([
      ...packagesOf(typescript),
      ['a mini-program has these two, and nothing else with them', () => checkInstalled(plain)],
      ['their types need neither WeChat’s typings nor the DOM', () => checkTypes(typescript)],
      ['Node imports them by their names, too', () => checkImports(typescript.folder, MODULES)],
      ['the example in TypeScript has no wrong type', () => checkExampleTypes(typescript)],
      ...programChecks('the example in TypeScript', typescript, 'by hand', {
        'ag-ui': agentServer,
        tutor: tutorServer,
      }),
      ...programChecks('the example in JavaScript', plain, 'by hand', { chat: chatServer }),
      ...programChecks('what the READMEs say', readme, 'by itself', KINDS),
      ['wuhao-answer-conformance runs from its tarball, on a server and a client', () => conformance],
    ])
  } finally {
    for (const example of [typescript, plain, readme]) example.remove()
  }
}

function packagesOf(example: InstalledExample): Check[] {
  return MINI_PROGRAM_PACKAGES.flatMap((name): Check[] => [
    [`${name} has what its manifest says, and nothing more`, () => checkManifest(example, name)],
    [`${name} weighs what its README says`, () => checkFigures(example, name)],
    [`${name} runs on the oldest engine`, () => checkSyntax(example, name)],
  ])
}

function programChecks(
  name: string,
  { folder }: InstalledExample,
  asking: Asking,
  servers: Servers,
): Check[] {
  const program = path.join(folder, 'compiled')
  return [
    [`${name}: the official compiler takes it`, () => held(compileOfficially(program, folder))],
    [`${name}: each of its modules loads`, () => checkLoading(program)],
    [`${name}: an answer comes to its end`, () => checkOnPage(name, program, asking, servers)],
  ]
}

async function report(checks: readonly Check[]): Promise<number> {
  let passed = 0
  let failed = 0
  for (const [name, check] of checks) {
    const started = Date.now()
    const result = await attempt(check)
    const seconds = ((Date.now() - started) / 1000).toFixed(0)
    console.log(`${name}: ${result.passed} held, ${result.failures.length} did not (${seconds} s)`)
    for (const failure of result.failures) console.error(`  ${failure}`)
    passed += result.passed
    failed += result.failures.length
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

async function attempt(check: Check[1]): Promise<CheckResult> {
  try {
    return await check()
  } catch (error) {
    return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] }
  }
}

/** What only has to come to its end. */
async function held(work: Promise<unknown>): Promise<CheckResult> {
  await work
  return { passed: 1, failures: [] }
}

main().then(
  // The compiler leaves a child process behind that would keep Node alive.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error('The packages cannot be checked:', error)
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
