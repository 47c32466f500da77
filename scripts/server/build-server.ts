import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { INSTALLED, UNUSED, writeManifest } from './server-manifest'

/**
 * `npm run build`: the server as plain JavaScript in `dist/server` (or the folder that is named), started by
 * `node dist/server/main.js`. One file with the
 * libraries in it: resolving and reading 600 files takes longer than everything else of a start. What is native, a thread of
 * its own or rarely used is installed instead, either at the root (`npm ci --omit=dev`) or beside the build, whose own
 * manifest and lock file name just that.
 */
const root = path.resolve(__dirname, '..', '..')
const sources = path.join(root, 'server', 'src')
const target = path.resolve(process.argv[2] ?? path.join(root, 'dist', 'server'))

/** What only some servers load, each a file of its own: a library, and nothing of ours that the server has as well. */
const CHUNKS = {
  'redis-client': 'redis/client.ts',
  'span-exporter': 'operate/span-exporter.ts',
  's3-client': 'files/s3-client.ts',
}

/** What is built, and the sources of each: the server and its thread that reads pages, and the
 * commands for who operates it (scripts/server/run-tool.cjs). */
const ENTRIES = {
  ...CHUNKS,
  main: 'start/main.ts',
  server: 'main.ts',
  'reader-thread': 'model/local-tutor/page/reader-thread.ts',
  backup: 'operate/backup/backup-main.ts',
  restore: 'operate/backup/restore-main.ts',
  'deploy-check': 'operate/deploy-check/deploy-check-main.ts',
  admin: 'admin/main.ts',
}

/** Whoever imports a chunk finds it beside itself. */
const chunksBeside: Plugin = {
  name: 'chunks-beside',
  setup(bundler) {
    bundler.onResolve({ filter: /^\./ }, ({ path: imported, resolveDir, kind }) => {
      const source = path.relative(sources, path.resolve(resolveDir, `${imported}.ts`))
      const [name] = Object.entries(CHUNKS).find(([, chunk]) => chunk === source) ?? []
      return kind === 'dynamic-import' && name !== undefined
        ? { path: `./${name}.js`, external: true }
        : undefined
    })
  },
}

async function main(): Promise<void> {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const { warnings } = await build({
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).map(([name, source]) => [name, path.join(sources, source)]),
    ),
    outdir: target,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: [...INSTALLED, ...UNUSED],
    plugins: [chunksBeside],
    // An import in the middle of a run comes by `require`, as all others do.
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  })
  if (warnings.length > 0) throw new Error('the bundler has doubts')
  writeManifest(root, target)
  execFileSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'write-code-cache.ts'), target], {
    cwd: root,
    stdio: 'inherit',
  })
  const told = path.relative(process.cwd(), target)
  console.log(`built: ${told}. Start it with: node ${path.join(told, 'main.js')}`)
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
