/** `npm run build:packages`: the packages for other mini-programs, servers and clients, as tarballs in `dist/packages`. */
import { rmSync } from 'node:fs'
import { buildConformancePackage } from './conformance-package'
import { PACKAGES } from './packed'
import { buildStreamPackage } from './stream-package'
import { buildViewPackage } from './view-package'

async function main(): Promise<void> {
  rmSync(PACKAGES, { recursive: true, force: true })
  console.log(`built: ${await buildStreamPackage()}`)
  console.log(`built: ${await buildViewPackage()}`)
  console.log(`built: ${await buildConformancePackage()}`)
}

main().catch((error: unknown) => {
  console.error('the packages could not be built:', error)
  process.exitCode = 1
})
