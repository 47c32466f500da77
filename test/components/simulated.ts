import path from 'node:path'
import simulate from 'miniprogram-simulate'

const STUBS = '/../test/components/stubs'
const TDESIGN = 'button cell dialog icon input loading popup search swipe-cell textarea toast'.split(' ')
const ROOT = path.join(__dirname, '../../miniprogram')

/** A component on a simulated page. */
export type Simulated = ReturnType<typeof simulate.render>

/**
 * Reads a component of ours, by its path under `miniprogram/`. TDesign's parts are plain boxes here, which show what is
 * put into them: they have tests of their own. The answer's renderer is stood for by a stub, for the same reason.
 */
export function load(component: string): string {
  // Each script runs, and registers its component, once a module registry.
  jest.resetModules()
  return simulate.load(path.join(ROOT, component), {
    compiler: 'simulate',
    rootPath: ROOT,
    usingComponents: {
      ...Object.fromEntries(TDESIGN.map((name) => [`t-${name}`, `${STUBS}/plain/plain`])),
      'answer-content': `${STUBS}/answer-content/answer-content`,
    },
  })
}

/** Puts a component on a page of its own. */
export function render(id: string, properties: Record<string, unknown> = {}): Simulated {
  const component = simulate.render(id, properties)
  const parent = document.createElement('parent')
  component.attach(parent)
  return component
}

/** All text that a student sees in it. */
export function seen(component: Simulated): string {
  return component.dom?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
}

/** Taps the node that the selectors name, each inside of the one before; fails where there is none. */
export async function tap(component: Simulated, ...selectors: string[]): Promise<void> {
  let node: Simulated | undefined = component
  for (const selector of selectors) node = node?.querySelector(selector)
  if (node === undefined) throw new Error(`nothing to tap at ${selectors.join(' ')}`)
  node.dispatchEvent('tap')
  await simulate.sleep(10)
}

/** What the typings of the simulator leave out. */
interface Listening {
  addEventListener(event: string, listener: (given: { detail?: unknown }) => void): void
}

function isListening(component: object): component is Listening {
  return 'addEventListener' in component
}

/** What an event of the component carried, each time. */
export function heard(component: Simulated, event: string): unknown[] {
  const details: unknown[] = []
  const listening: object = component
  if (isListening(listening)) listening.addEventListener(event, ({ detail }) => details.push(detail))
  return details
}

/** The screen is turned, or its window resized; the simulator's typings leave it out. */
export function resized(component: object): void {
  if (!('triggerPageLifeTime' in component) || typeof component.triggerPageLifeTime !== 'function')
    throw new Error('the simulator has no page lifetimes')
  component.triggerPageLifeTime('resize', {})
}
