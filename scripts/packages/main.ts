/** `npm run build:packages`: the packages for other mini-programs, servers and clients, as tarballs in `dist/packages`. */
import { buildPackages } from './build-packages'

async function main(): Promise<void> {
  for (const tarball of Object.values(await buildPackages())) console.log(`built: ${tarball}`)
}

main().catch((error: unknown) => {
  console.error('the packages could not be built:', error)
  process.exitCode = 1
})
