import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type CheckResult, checkEach } from '../package/check-result'

/** A file of the repository, as a comment names one: a path, or a name with an ending. */
const FILE = /\b[\w-]+(?:\/[\w*-]+)*(?:\/|\.)[\w*-]*\.?(?:ts|md|wxs)\b/

const COMMENT = /\/\*\*.*?\*\//gs

/**
 * The declarations that a package ships can be read and used by themselves: each type has a name that who uses another one can write down, and
 * what a comment refers to is there.
 */
export function checkDeclarations(folder: string): CheckResult {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  )
  return checkEach(files, (file) => {
    const faults = faultsOf(readFileSync(path.join(folder, file), 'utf8'))
    if (faults.length > 0) throw new Error(faults.join('; '))
  })
}

function faultsOf(text: string): string[] {
  const unnamed = [...text.matchAll(/^(?:declare )?(?:interface|type|(?:abstract )?class|enum) (\w+)/gm)]
  const comments = [...text.matchAll(COMMENT)].map(([comment]) => comment)
  const code = text.replace(COMMENT, '')
  const links = comments.flatMap((comment) => [...comment.matchAll(/\{@link (\w+)\}/g)])
  const cited = comments.flatMap((comment) => FILE.exec(comment)?.[0] ?? [])
  return [
    ...unnamed.map(([, name]) => `${name} has no name outside`),
    ...links
      .filter(([, name]) => !new RegExp(`\\b${name}\\b`).test(code))
      .map(([link]) => `${link} is not there`),
    ...cited.map((file) => `a comment refers to ${file}`),
  ]
}
