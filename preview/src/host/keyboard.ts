import { type FireTouch, touchAt } from './touch'

/** Roles of elements that a tap acts on. */
const ACTING = new Set(['button', 'link', 'checkbox', 'radio', 'tab', 'menuitem', 'option', 'switch'])

/** An element with such a role can be reached by the Tab key, as on a PC, and so can one whose template says so. */
export function reachByKeyboard(node: HTMLElement, role: string, tabindex: unknown): void {
  if (ACTING.has(role)) node.tabIndex = 0
  else if (tabindex !== null && tabindex !== undefined && tabindex !== '') node.tabIndex = Number(tabindex)
  else node.removeAttribute('tabindex')
}

/** Enter and space on a reached element are a tap in its middle. Native fields and buttons keep their keys. */
export function listenForKeys(root: HTMLElement, fire: FireTouch): void {
  root.addEventListener('keydown', (event) => {
    const { target } = event
    if (event.defaultPrevented || (event.key !== 'Enter' && event.key !== ' ')) return
    if (!(target instanceof HTMLElement) || !ACTING.has(target.getAttribute('role') ?? '')) return
    event.preventDefault()
    const { left, top, width, height } = target.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    for (const type of ['touchstart', 'touchend']) {
      touchAt(event, type, x, y)
      fire(event, type, {})
    }
    fire(event, 'tap', { x, y })
  })
}
