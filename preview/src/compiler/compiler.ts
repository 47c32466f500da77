import fs from 'node:fs'
import path from 'node:path'
import { createBundler } from './bundle'
import { readProject } from './project'
import { createResolver } from './resolver'
import { compileStyles } from './styles'
import { compileTemplates } from './templates'

export interface CompiledOutput {
  /** Calls `registerProgram`, which the host's bundle defines. */
  code: string
  map: string
  /** What a developer should know, a line each; the program still runs. */
  warnings: string[]
  milliseconds: number
}

/** Compiles one mini-program for the browser, again whenever its sources changed. */
export interface Compiler {
  /** The compiled program; unchanged sources give the same object without work. Throws what is wrong, for a person. */
  compile(): Promise<CompiledOutput>
  dispose(): Promise<void>
}

/** Changes with every change under `folder`; built packages are compared by their folder only. */
function sourcesStamp(folder: string): string {
  const stamps: string[] = []
  const visit = (current: string): void => {
    for (const entry of fs.readdirSync(current, { withFileTypes: true })) {
      const file = path.join(current, entry.name)
      const { mtimeMs, size } = fs.statSync(file)
      stamps.push(`${entry.name}:${mtimeMs}:${size}`)
      if (entry.isDirectory() && entry.name !== 'miniprogram_npm') visit(file)
    }
  }
  visit(folder)
  return stamps.join('|')
}

/** A compiler for the mini-program in `folder`. */
export async function createCompiler(folder: string): Promise<Compiler> {
  const root = path.resolve(folder)
  const resolver = createResolver(root)
  const bundler = await createBundler(resolver)
  let last: { stamp: string; output: CompiledOutput } | undefined

  const compileNow = async (): Promise<CompiledOutput> => {
    const start = performance.now()
    const project = readProject(resolver)
    const templates = compileTemplates(
      project.components.map((component) => component.path),
      resolver,
    )
    const styles = compileStyles(project.components, root)
    const { code, map, warnings } = await bundler.bundle({
      project,
      templates: templates.code,
      styles,
      resolver,
    })
    const all = [...project.warnings, ...templates.warnings, ...warnings]
    return { code, map, warnings: all, milliseconds: Math.round(performance.now() - start) }
  }

  let running: Promise<CompiledOutput> | undefined
  const compile = async (): Promise<CompiledOutput> => {
    if (running !== undefined) return running
    const stamp = sourcesStamp(root)
    if (last?.stamp === stamp) return last.output
    running = compileNow()
    try {
      const output = await running
      last = { stamp, output }
      return output
    } finally {
      running = undefined
    }
  }

  return { compile, dispose: () => bundler.dispose() }
}
