/** `npm run build:packages`: the packages for other mini-programs, as tarballs in `dist/packages`. */
import { rmSync } from 'node:fs'
import { buildStreamPackage, PACKAGES } from './build-packages'

async function main(): Promise<void> {
  rmSync(PACKAGES, { recursive: true, force: true })
  console.log(`built: ${await buildStreamPackage()}`)
}

main().catch((error: unknown) => {
  console.error('the packages could not be built:', error)
  process.exitCode = 1
})
