import { readFileSync } from 'node:fs'
import path from 'node:path'
import { miniprogramRoot } from '../miniprogram-sources'
import type { CompiledFile } from '../wechat/official-compile'
import type { CheckResult } from './check-result'

const MAIN = 'main package'
/** Bytes. WeChat allows 2 MB; a light one starts sooner. */
const MAIN_LIMIT = 765 * 1024
/** Bytes; WeChat's own. */
const SUBPACKAGE_LIMIT = 2 * 1024 * 1024

/** Weighs the packages that a phone downloads, prints their weights, and fails where one is too heavy. */
export function checkWeight(files: readonly CompiledFile[]): CheckResult {
  const weights = weighPackages(files)
  const failures: string[] = []
  for (const [home, bytes] of weights) {
    console.log(`${home}: ${(bytes / 1024).toFixed(0)} KB`)
    const limit = home === MAIN ? MAIN_LIMIT : SUBPACKAGE_LIMIT
    if (bytes > limit) failures.push(`${home} weighs more than ${limit / 1024} KB`)
  }
  return { passed: weights.size - failures.length, failures }
}

function weighPackages(files: readonly CompiledFile[]): Map<string, number> {
  const roots = subpackageRoots()
  const weights = new Map<string, number>([[MAIN, 0]])
  for (const { name, bytes } of files) {
    const home = roots.find((root) => name.startsWith(root)) ?? MAIN
    weights.set(home, (weights.get(home) ?? 0) + bytes)
  }
  return weights
}

function subpackageRoots(): string[] {
  const appJson: { subPackages?: { root: string }[]; subpackages?: { root: string }[] } = JSON.parse(
    readFileSync(path.join(miniprogramRoot, 'app.json'), 'utf8'),
  )
  return (appJson.subPackages ?? appJson.subpackages ?? []).map(({ root }) => `${root.replace(/\/$/, '')}/`)
}
