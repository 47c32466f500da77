import fs from 'node:fs/promises'
import path from 'node:path'
import esbuild, { type Plugin } from 'esbuild'
import { WRAPPER_PARAMETERS } from '../shared/globals'
import type { ProgramDescription } from '../shared/program'
import { isFile, toPosix } from './files'
import type { ProjectSources } from './project'
import type { Resolver } from './resolver'
import { scriptFile, splitPackage } from './resolver'
import type { CompiledStyles } from './styles'
import { styleIsolation } from './styles'

const ENTRY = 'mini-program-entry'

export interface BundleInput {
  project: ProjectSources
  templates: string
  styles: CompiledStyles
  resolver: Resolver
}

const literal = (value: unknown): string => JSON.stringify(value)
const lazyRequire = (file: string | undefined, otherwise: string): string =>
  `() => { ${file === undefined ? otherwise : `require(${literal(toPosix(file))})`} }`

/** The module whose exports are the program's code; scripts run lazily, since `Component` must know whose it is. */
function entrySource({ project, templates, resolver }: BundleInput): string {
  const scripts = project.components.map(
    ({ path: name, script }) => `${literal(name)}: ${lazyRequire(script, 'Component({})')}`,
  )
  return `module.exports = {
    templates: ${templates},
    scripts: { ${scripts.join(',\n')} },
    runApp: ${lazyRequire(scriptFile(path.join(resolver.root, 'app')), '')},
  }`
}

/** What the host has to know before the code runs. */
function describe({ project, styles }: BundleInput): ProgramDescription {
  const components = project.components.map((component) => {
    const config = { ...component.config, styleIsolation: styleIsolation(component) }
    const scope = styles.scopes.get(component.path)
    return { path: component.path, config, ...(scope === undefined ? {} : { scope }) }
  })
  const { app, theme, pages } = project
  return { app, theme, pages, styles: styles.sheets, components }
}

/** The code within a function whose parameters are WeChat's globals; on one line, so that the map still fits. */
const wrap = (description: ProgramDescription, code: string): string =>
  `registerProgram(${literal(description)}, function (${WRAPPER_PARAMETERS.join(', ')}) {${code}\nreturn program });\n`

/** A package's inner `miniprogram_npm`, looked for from the importing file upwards, as WeChat does. */
function innerPackageScript(specifier: string, importer: string): string | undefined {
  const { name, rest } = splitPackage(specifier)
  for (let folder = path.dirname(importer); ; folder = path.dirname(folder)) {
    const found = scriptFile(path.join(folder, 'miniprogram_npm', name, rest))
    if (found !== undefined) return found
    if (path.basename(folder) === 'node_modules' || path.dirname(folder) === folder) return undefined
  }
}

/** Resolves imports as WeChat's compiler does: `/x` from the program's root, packages from `miniprogram_npm`. */
function resolvePlugin(resolver: Resolver, entry: () => string): Plugin {
  return {
    name: 'mini-program',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${ENTRY}$`) }, () => ({ path: ENTRY, namespace: ENTRY }))
      build.onLoad({ filter: /.*/, namespace: ENTRY }, () => ({
        contents: entry(),
        loader: 'js',
        resolveDir: resolver.root,
      }))
      build.onResolve({ filter: /^([/]|[A-Za-z]:)/ }, ({ path: target }) => {
        if (isFile(target)) return { path: path.normalize(target) }
        const file = scriptFile(path.join(resolver.root, target))
        return file === undefined ? undefined : { path: file }
      })
      build.onResolve({ filter: /^[^./]/ }, ({ path: target, importer, kind }) => {
        if (kind === 'entry-point' || path.isAbsolute(target)) return undefined
        const file =
          innerPackageScript(target, importer) ??
          resolver.packageScript(target) ??
          // what WeChat's compiler adds for modules that lie in the root: `@babel/runtime/…`
          scriptFile(path.join(resolver.root, target))
        return file === undefined ? undefined : { path: file }
      })
    },
  }
}

/** Whether a script asks for a module of a sub-package. */
const asksLater = /\brequire\.async\b/

/**
 * `require.async` for a bundle that holds all packages: the module is run when it is asked for, and not
 * before the sub-packages are there (`requireLater` of the host).
 */
export const runLater = (script: string): string =>
  script
    .replace(/\brequire\.async\(\s*(['"][^'"]+['"])\s*\)/g, 'requireLater(() => require($1))')
    .replace(/\brequire\.async\b/g, 'requireLater')

function subPackagePlugin(resolver: Resolver): Plugin {
  return {
    name: 'sub-packages',
    setup(build) {
      build.onLoad({ filter: /\.[jt]s$/ }, async ({ path: file }) => {
        if (!file.startsWith(resolver.root + path.sep)) return undefined
        const script = await fs.readFile(file, 'utf8')
        if (!asksLater.test(script)) return undefined
        return { contents: runLater(script), loader: file.endsWith('.ts') ? 'ts' : 'js' }
      })
    },
  }
}

export interface Bundler {
  /** Bundles anew; only changed files are read again. Resolves to the JavaScript and its source map. */
  bundle(input: BundleInput): Promise<{ code: string; map: string; warnings: string[] }>
  dispose(): Promise<void>
}

export async function createBundler(resolver: Resolver): Promise<Bundler> {
  let entry = ''
  const context = await esbuild.context({
    entryPoints: [ENTRY],
    plugins: [resolvePlugin(resolver, () => entry), subPackagePlugin(resolver)],
    outfile: 'program.js',
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'program',
    target: 'es2020',
    charset: 'utf8',
    sourcemap: 'external',
    logLevel: 'silent',
  })
  const bundle = async (input: BundleInput) => {
    entry = entrySource(input)
    const result = await context.rebuild()
    const output = (ending: string) =>
      result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? ''
    return {
      code: wrap(describe(input), output('.js')),
      map: output('.map'),
      warnings: result.warnings.map((warning) => warning.text),
    }
  }
  return { bundle, dispose: () => context.dispose() }
}

/** The host's own bundle, the part that stays the same whatever the mini-program is. */
export async function bundleHost(): Promise<{ code: string; map: string }> {
  const result = await esbuild.build({
    entryPoints: [path.join(__dirname, '..', 'host', 'main.ts')],
    outfile: 'host.js',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    sourcemap: 'external',
    logLevel: 'silent',
    loader: { '.css': 'text' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const output = (ending: string) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? ''
  return { code: output('.js'), map: output('.map') }
}
