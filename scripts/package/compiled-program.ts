import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'

/** The scripts of a compiled mini-program, run as a phone runs them: each a function of `require`, `module` and `exports`. */
export class CompiledProgram {
  private readonly modules = new Map<string, { exports: unknown }>()
  private readonly scripts = new Map<string, vm.Script>()

  /** @param context the world that it runs in; without one, this one */
  constructor(
    private readonly folder: string,
    private readonly context?: vm.Context,
  ) {}

  /** Every script, below the program's root. */
  get names(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.split(path.sep).join('/'))
      .filter((file) => file.endsWith('.js'))
      .sort()
  }

  /** The scripts that have run, in the order in which they began to. */
  get hasRun(): string[] {
    return [...this.modules.keys()]
  }

  /** What the module exports, e.g. `render/index.js`; it and what it needs run at the first call. Throws what they throw. */
  require(name: string): unknown {
    const known = this.modules.get(name)
    if (known !== undefined) return known.exports
    const module: { exports: unknown } = { exports: {} }
    this.modules.set(name, module)
    const script = this.script(name)
    const run: unknown = this.context ? script.runInContext(this.context) : script.runInThisContext()
    if (typeof run !== 'function') throw new Error(`${name} is no module`)
    run((target: string) => this.require(this.resolve(target, name)), module, module.exports)
    return module.exports
  }

  /** Forgets what has run, as a program that starts again. */
  restart(): void {
    this.modules.clear()
  }

  private script(name: string): vm.Script {
    const known = this.scripts.get(name)
    if (known !== undefined) return known
    const file = path.join(this.folder, name)
    const code = `(function (require, module, exports) {${readFileSync(file, 'utf8')}\n})`
    const script = new vm.Script(code, { filename: file })
    this.scripts.set(name, script)
    return script
  }

  /** `/x` and `@babel/x` from the program's root, `./x` from the module, a package from the nearest `miniprogram_npm`. */
  private resolve(target: string, from: string): string {
    if (target.startsWith('/')) return this.file(target.slice(1), from)
    if (target.startsWith('@babel/')) return this.file(target, from)
    if (target.startsWith('.')) return this.file(path.posix.join(path.posix.dirname(from), target), from)
    for (let folder = path.posix.dirname(from); ; folder = path.posix.dirname(folder)) {
      const found = this.find(path.posix.join(folder, 'miniprogram_npm', target))
      if (found !== undefined) return found
      if (folder === '.') throw new Error(`${from} needs ${target}, which no miniprogram_npm has`)
    }
  }

  private file(target: string, from: string): string {
    const found = this.find(target)
    if (found === undefined) throw new Error(`${from} needs ${target}, which is not in the program`)
    return found
  }

  private find(target: string): string | undefined {
    return [target, `${target}.js`, `${target}/index.js`].find(
      (name) => name.endsWith('.js') && existsSync(path.join(this.folder, name)),
    )
  }
}
