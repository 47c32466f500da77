import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './packed'

/** Documents that say how the packages come into a mini-program, with what stands there for the folder of this repository. */
export const INSTALLING: readonly { readonly document: string; readonly here: string }[] = [
  { document: 'README.md', here: '…' },
  { document: 'README.zh-CN.md', here: '…' },
  { document: 'examples/chat-completions/README.md', here: '../..' },
  { document: 'examples/typescript/README.md', here: '../..' },
]

/** The line that a document has a reader run, `here` being the folder of this repository. Throws where there is none, or several. */
export function documentedInstall(document: string, here = root): string {
  const known = INSTALLING.find((each) => each.document === document)
  const text = readFileSync(path.join(root, document), 'utf8')
  const [line, ...others] = text.match(/^npm install .*dist\/packages.*$/gm) ?? []
  if (known === undefined || line === undefined || others.length > 0)
    throw new Error(`${document} has not one line that installs the packages`)
  return line.split(`${known.here}/dist/`).join(`${here}/dist/`)
}
