import path from 'node:path'
import { buildSync } from 'esbuild'

const miniprogram = path.resolve(__dirname, '..', 'miniprogram')

/** Bytes of the answer's renderer, bundled and minified: all of it, and what of it reads Markdown. */
export function rendererSize(): { markdown: number; whole: number } {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [path.join(miniprogram, 'render/index.ts')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'cjs',
    target: 'es2020',
    charset: 'utf8',
  })
  const inputs = Object.values(metafile.outputs)[0]?.inputs ?? {}
  const markdown = Object.entries(inputs)
    .filter(([file]) => /render\/(?:block|inline|limits)/.test(file))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
  return { markdown, whole: outputFiles[0]?.contents.length ?? 0 }
}
