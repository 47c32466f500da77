import { rmSync } from 'node:fs'
import { buildConformancePackage } from './conformance-package'
import { PACKAGES } from './packed'
import { buildStreamPackage } from './stream-package'
import { buildViewPackage } from './view-package'

/** The tarballs' paths. */
export interface BuiltPackages {
  readonly stream: string
  readonly view: string
  readonly conformance: string
}

/** Builds and packs all of them; nothing else lies in their folder then. */
export async function buildPackages(): Promise<BuiltPackages> {
  rmSync(PACKAGES, { recursive: true, force: true })
  return {
    stream: await buildStreamPackage(),
    view: await buildViewPackage(),
    conformance: await buildConformancePackage(),
  }
}
