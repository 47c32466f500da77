import { existsSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { buildIcons, IconError, LIBRARY_ICON_SHEET } from './build-icons'
import { buildMath } from './build-math'
import { NoMiniprogramPackage, packNpm } from './pack-npm'

/**
 * Builds what the mini-program needs beside its sources: `miniprogram/miniprogram_npm` from the root manifest's
 * `dependencies`, the formulas' typesetter, and the icons' font. With `--if-missing` it does nothing where all of it is there, none of it is older than what makes it, and no
 * icon is new.
 */
const root = path.resolve(__dirname, '..')
const miniprogram = path.join(root, 'miniprogram')
/** One file of each thing that is built, the one that is written last. */
const built = [
  'miniprogram_npm/tdesign-miniprogram/button/button.json',
  'render/math/katex.js',
  'render/math/mhchem.js',
]

/** What it is built from: a change of these comes with a change of the repository. */
const makers = ['package-lock.json', 'scripts/build-math.ts'].map((file) => path.join(root, file))

function isBuilt(): boolean {
  const files = built.map((file) => path.join(miniprogram, file))
  if (!files.every((file) => existsSync(file))) return false
  const [newest, oldest] = [Math.max(...makers.map(changed)), Math.min(...files.map(changed))]
  return newest <= oldest
}

const changed = (file: string): number => statSync(file).mtimeMs

async function main(): Promise<void> {
  if (!process.argv.includes('--if-missing') || !isBuilt()) await buildPackages()
  // An upload leaves it out by project.config.json; here it goes so that the simulator asks no CDN either.
  rmSync(path.join(miniprogram, LIBRARY_ICON_SHEET), { force: true })
  await buildIcons(root)
}

async function buildPackages(): Promise<void> {
  const packed = packNpm(root, miniprogram)
  await buildMath(root)
  console.log(`built for the mini-program: ${packed} npm packages and the typesetter`)
}

main().catch((error: unknown) => {
  const isTold = error instanceof IconError || error instanceof NoMiniprogramPackage
  console.error('what the mini-program needs could not be built:', isTold ? error.message : error)
  process.exit(1)
})
