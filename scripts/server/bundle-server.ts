import { readFileSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { plainPatterns } from './plain-patterns'
import { INSTALLED, UNUSED } from './server-manifest'

const root = path.resolve(__dirname, '..', '..')
const sources = path.join(root, 'server', 'src')

/** What only some servers or calls load, each a file of its own: a library, and nothing of ours that the server
 * has as well but a few lines. */
const CHUNKS = {
  'redis-client': 'redis/client.ts',
  'span-exporter': 'operate/span-exporter.ts',
  's3-client': 'files/s3-client.ts',
  'text-html': 'mistakes/text-html.ts',
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

/**
 * Writes the server into `target` (a folder of the repository, beside whose `node_modules` it runs), a file an entry with the
 * libraries in it: resolving and reading 600 files takes longer than everything else of a start. `further`: scripts besides, by the
 * names of their files.
 */
export async function bundleServer(target: string, further: Record<string, string> = {}): Promise<void> {
  const entries = Object.entries(ENTRIES).map(([name, source]) => [name, path.join(sources, source)])
  const { warnings } = await build({
    entryPoints: { ...Object.fromEntries(entries), ...further },
    outdir: target,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: [...INSTALLED, ...UNUSED],
    plugins: [chunksBeside, plainPatterns],
    // An import in the middle of a run comes by `require`, as all others do.
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    // Licences, which name people in their own letters, stand in files beside it.
    legalComments: 'linked',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  })
  if (warnings.length > 0) throw new Error('the bundler has doubts')
  // As it is read (start/load-bundle.ts).
  if (readFileSync(path.join(target, 'server.js')).some((byte) => byte > 0x7f))
    throw new Error('server.js is not ASCII')
}
