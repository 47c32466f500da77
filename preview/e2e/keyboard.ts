import type { Page } from 'playwright-core'

/** Presses of Tab after which something counts as out of reach. */
const MOST_TABS = 80
const PATIENCE = 10_000

/** What has the focus. */
interface Focus {
  name: string
  /** Whether it can be seen to have it: by a ring, or by a field's own cursor. */
  shown: boolean
}

/** The page as it is used without a mouse or a finger. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Presses a key once what came before has been drawn: no hand is faster, and a layer takes the keyboard as it is drawn. */
  async press(key: string): Promise<void> {
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    await this.page.keyboard.press(key)
  }

  /** Writes into the field that has the focus, over what is there. */
  async write(text: string): Promise<void> {
    await this.press('ControlOrMeta+a')
    await this.press('Delete')
    await this.page.keyboard.insertText(text)
  }

  /**
   * Goes on by Tab, or `back`, to what is called so, or `begins` so; everything on the way shows that it has the focus.
   */
  async to(name: string, { begins = false, back = false } = {}): Promise<void> {
    const passed: string[] = []
    for (let press = 0; press < MOST_TABS; press += 1) {
      const focus = await this.focus()
      if (focus !== undefined) {
        // A ring may come by a transition.
        const seen = async (): Promise<boolean> => (await this.focus())?.shown ?? true
        if (!focus.shown) await this.until(seen, `the focus on "${focus.name}" cannot be seen`)
        if (begins ? focus.name.startsWith(name) : matches(focus.name, name)) return
        passed.push(focus.name)
      }
      await this.press(back ? 'Shift+Tab' : 'Tab')
    }
    throw new Error(`"${name}" is not reached by Tab: ${passed.join(' | ')}`)
  }

  /** Waits until what is called so has the focus. */
  async isAt(name: string): Promise<void> {
    await this.until(
      async () => matches((await this.focus())?.name ?? '', name),
      `the focus is not at "${name}"`,
    )
  }

  /** Waits until the focus is inside of a layer. */
  async isWithin(layer: string): Promise<void> {
    await this.until(() => this.focusIsIn(layer), `the focus is not in ${layer}`)
  }

  /** The focus is in a layer, and stays there however often Tab is pressed, either way. */
  async staysWithin(layer: string, presses: number): Promise<void> {
    await this.isWithin(layer)
    for (const key of ['Tab', 'Shift+Tab'])
      for (let press = 0; press < presses; press += 1) {
        await this.press(key)
        await this.isWithin(layer)
      }
  }

  private async until(isSo: () => Promise<boolean>, otherwise: string): Promise<void> {
    const deadline = Date.now() + PATIENCE
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`${otherwise}, but at "${(await this.focus())?.name}"`)
      await this.page.waitForTimeout(50)
    }
  }

  private focusIsIn(layer: string): Promise<boolean> {
    return this.page.evaluate(
      (selector) =>
        [...document.querySelectorAll(selector)].some((node) => node.contains(document.activeElement)),
      layer,
    )
  }

  private focus(): Promise<Focus | undefined> {
    return this.page.evaluate(() => {
      const node = document.activeElement
      if (!(node instanceof HTMLElement) || node === document.body) return undefined
      const isField = node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement
      const named = node.getAttribute('aria-label') ?? (isField ? node.placeholder : node.textContent)
      const { outlineStyle, outlineWidth } = getComputedStyle(node)
      const hasRing = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
      return { name: (named ?? '').trim(), shown: isField || hasRing || node.tabIndex < 0 }
    })
  }
}

/** Some names go on with a state that is not asked for. */
function matches(full: string, name: string): boolean {
  return full === name || (name.endsWith('，') && full.startsWith(name))
}
