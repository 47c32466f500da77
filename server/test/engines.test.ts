/// <reference path="./support/semver.d.ts" />
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { subset } from 'semver'

interface Described {
  engines?: { node?: string }
  cpu?: string[]
}

const root = path.join(__dirname, '..', '..')
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))

const own: Described = read('package.json')
/** Of the repository, and of what it fetches where it is needed. */
const locks: { packages: Record<string, Described> }[] = ['', 'scripts/wechat'].map((folder) =>
  read(path.join(folder, 'package-lock.json')),
)
const declared = own.engines?.node ?? ''

/** Windows of 32 bits has no Node after 22, so its binaries promise none. */
const isGone = ({ cpu = [] }: Described): boolean => cpu.length === 1 && cpu[0] === 'ia32'

test('every package that is installed, for production or for development, runs on each Node that we declare', () => {
  const refusing = locks
    .flatMap(({ packages }) => Object.entries(packages))
    .filter(([, each]) => !isGone(each) && !subset(declared, each.engines?.node ?? '*'))
    .map(([place, { engines }]) => `${place} needs ${engines?.node}`)
  expect(declared).not.toBe('')
  expect(refusing).toEqual([])
})

test('the parts of the repository declare the same Nodes as its root', () => {
  const workspaces = ['server', 'preview']
  expect(workspaces.map((each) => read(`${each}/package.json`).engines.node)).toEqual([declared, declared])
})
