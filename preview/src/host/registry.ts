import {
  type AssociatedBackend,
  type CodeSpace,
  type ComponentEnv,
  MiniProgramEnv,
} from 'glass-easel-miniprogram-adapter'
import type { ComponentDescription, ProgramCode, ProgramDescription } from '../shared/program'
import type { Backend } from './backend'
import { isRecord } from './browser'
import { registerBuiltIns } from './builtins'
import type { ControlActions } from './builtins/controls'
import { whenDrawn } from './drawn'
import { nodeBehind } from './events'
import { readyLater } from './ready'
import { reportProgramError } from './reports'
import { requireLater } from './sub-packages'

/** glass-easel's registry of this program's components. */
export interface Registry {
  space: CodeSpace
  backend: AssociatedBackend
  /**
   * Runs the scripts of a page and of the components that it uses, as WeChat does when it is opened (`lazyCodeLoading`). Those that
   * have a placeholder run when they were to be drawn for the first time and their placeholder was, and then stand in its place:
   * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/lazyload.html
   */
  bring(page: string): void
}

/** `behaviors: ['wx://form-field']` and the like are built into WeChat: here they only declare their properties. */
function builtInBehavior(name: string, env: ComponentEnv): unknown {
  return env.Behavior({ properties: name.includes('form-field') ? { name: String } : {} })
}

function replaceBuiltInBehaviors(definition: unknown, env: ComponentEnv): unknown {
  if (!isRecord(definition) || !Array.isArray(definition.behaviors)) return definition
  definition.behaviors = definition.behaviors.map((behavior: unknown) =>
    typeof behavior === 'string' ? builtInBehavior(behavior, env) : behavior,
  )
  return definition
}

/** The globals `Component`, `Page` and `Behavior`: they register under the path whose script is running. */
export class ScriptScope {
  private env: ComponentEnv | undefined

  readonly Component = (definition?: unknown): unknown => this.construct('Component', definition)
  readonly Page = (definition?: unknown): unknown => this.construct('Page', definition)
  readonly Behavior = (definition?: unknown): unknown => this.construct('Behavior', definition)

  /** Runs a component's script; what it throws is reported, and the others still run. */
  run(space: CodeSpace, path: string, script: () => void): void {
    try {
      space.componentEnv(path, (env) => {
        this.env = env
        script()
      })
    } catch (error) {
      reportProgramError(error, path)
    } finally {
      this.env = undefined
    }
  }

  private construct(name: 'Component' | 'Page' | 'Behavior', definition: unknown): unknown {
    if (this.env === undefined) throw new Error(`${name}() works only while a script is being loaded`)
    return Reflect.apply(this.env[name], undefined, [replaceBuiltInBehaviors(definition, this.env)])
  }
}

/** A plain box in place of each, which takes what is meant for the component without a word. */
const PLACEHOLDER = 'placeholder'

function addComponent(
  space: CodeSpace,
  entry: ComponentDescription,
  styles: ProgramDescription['styles'],
  code: ProgramCode,
): void {
  const { componentPlaceholder = {} } = entry.config
  const placeholders = Object.fromEntries(
    Object.keys(componentPlaceholder).map((name) => [name, PLACEHOLDER]),
  )
  const config = { ...entry.config, componentPlaceholder: placeholders }
  // the compilers' outputs, which glass-easel types more narrowly than they can be known here
  Reflect.apply(space.addComponentStaticConfig, space, [entry.path, config])
  const template = { groupList: code.templates, content: code.templates[entry.path] }
  Reflect.apply(space.addCompiledTemplate, space, [entry.path, template])
  const sheet = styles[entry.path] === undefined ? undefined : entry.path
  if (sheet !== undefined || entry.scope !== undefined) space.addStyleSheet(entry.path, sheet, entry.scope)
}

/** The components that one is made of at once, by their paths. */
function usedBy({ config }: ComponentDescription): string[] {
  const later = config.componentPlaceholder ?? {}
  const using = Object.entries(config.usingComponents).flatMap(([name, path]) => (name in later ? [] : path))
  const generics = Object.values(config.componentGenerics ?? {}).flatMap((generic) =>
    generic === true || generic.default === undefined ? [] : generic.default,
  )
  return [...using, ...generics].map((used) => used.slice(1))
}

/** Prepares glass-easel for one program. */
export function createRegistry(
  program: ProgramDescription,
  code: ProgramCode,
  backend: Backend,
  scope: ScriptScope,
  actions: ControlActions,
): Registry {
  const env = new MiniProgramEnv()
  const space = env.createCodeSpace('', true)
  const components = space.getComponentSpace()
  // a component may have a property named "data" (t-chat-list has): fields must not be mirrored onto the node
  components.updateComponentOptions({ writeFieldsToNode: false, writeIdToDOM: true })
  registerBuiltIns(components, actions)
  const associated = env.associateBackend(backend)
  for (const [path, css] of Object.entries(program.styles)) associated.registerStyleSheetContent(path, css)
  if (program.styles.app !== undefined) space.addStyleSheet('app', 'app')
  const attached = function (this: unknown): void {
    const component = nodeBehind(this)?.asGeneralComponent()
    if (component) readyLater(component)
  }
  space.setOverallBehavior(components.defineBehavior({ lifetimes: { attached } }))
  for (const entry of program.components) addComponent(space, entry, program.styles, code)
  const absent = new Map(program.components.map((entry) => [entry.path, entry]))
  const bring = (path: string, isOpen: boolean): void => {
    const entry = absent.get(path)
    if (entry === undefined) return
    absent.delete(path)
    for (const used of usedBy(entry)) bring(used, isOpen)
    // A page's root has the styles of what it was made of, and not of what comes later.
    if (isOpen && program.styles[path] !== undefined) backend.appendStyleSheetPath(path)
    scope.run(space, path, code.scripts[path] ?? (() => undefined))
  }
  const roots = (program.app.subPackages ?? program.app.subpackages ?? []).map(({ root }) => `${root}/`)
  components.setComponentWaitingListener((_isPublic, path) => {
    const isDownloaded = roots.some((root) => path.startsWith(root))
    const late = () => bring(path, true)
    whenDrawn(() => (isDownloaded ? void requireLater(late) : late()))
  })
  return { space, backend: associated, bring: (page) => bring(page, false) }
}
