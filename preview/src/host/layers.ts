/** A layer that is open. */
interface Layer {
  readonly node: HTMLElement
  /** What had the keyboard when it came, and all that it stood in, from inside out. */
  readonly before: readonly HTMLElement[]
  /** Whether it has taken the keyboard: what it consists of may come a little later than it. */
  isEntered: boolean
}

const MODAL = '[aria-modal="true"]'
const REACHABLE = 'a[href], button, input, textarea, select, [tabindex]'

const isShown = (node: HTMLElement): boolean =>
  node.getClientRects().length > 0 && getComputedStyle(node).visibility === 'visible'

/** What the Tab key reaches inside of a node, in order. */
function reachable(node: HTMLElement): HTMLElement[] {
  return [...node.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (each) => each.tabIndex >= 0 && !each.hasAttribute('disabled') && isShown(each),
  )
}

/** The element that has the keyboard and all that it stands in, from inside out. */
export function focusedPlaces(): readonly HTMLElement[] {
  const found: HTMLElement[] = []
  for (let node = document.activeElement; node instanceof HTMLElement; node = node.parentElement)
    if (node !== document.body) found.push(node)
  return found
}

/** Gives the keyboard back; where what had it is gone, to the first that can be reached near to it. */
export function giveBack([last, ...around]: readonly HTMLElement[]): void {
  const isThere = (node: HTMLElement): boolean => node.isConnected && isShown(node)
  const near = around.find((node) => isThere(node) && reachable(node).length > 0)
  const next = last !== undefined && isThere(last) ? last : near && reachable(near)[0]
  next?.focus({ preventScroll: true })
}

/** Layers that are open, the last on top: nothing behind the top one can be reached. */
const layers: Layer[] = []
const topLayer = (): Layer | undefined => layers[layers.length - 1]

/** The keyboard goes to the first control. A field is not entered unasked: on a phone its keyboard would come up. */
function enter(layer: Layer): void {
  const { node } = layer
  const [first] = reachable(node)
  if (layer.isEntered || (first === undefined && !node.hasAttribute('tabindex'))) return
  layer.isEntered = true
  const isField = first instanceof HTMLInputElement || first instanceof HTMLTextAreaElement
  const target = first === undefined || isField ? node : first
  if (target === node) node.tabIndex = -1
  target.focus({ preventScroll: true })
}

/** Finds what came and what went. */
function look(): void {
  const shown = [...document.querySelectorAll<HTMLElement>(MODAL)].filter(isShown)
  for (let top = topLayer(); top !== undefined && !shown.includes(top.node); top = topLayer()) {
    layers.pop()
    giveBack(top.before)
  }
  for (const node of shown)
    if (!layers.some((layer) => layer.node === node))
      layers.push({ node, before: focusedPlaces(), isEntered: false })
  const top = topLayer()
  if (top === undefined) return
  // What had the keyboard in it may be gone.
  if (document.activeElement === document.body) top.isEntered = false
  enter(top)
}

/** Tab goes round inside of the top layer. */
function goRound(event: KeyboardEvent): void {
  const top = topLayer()
  if (top === undefined || event.key !== 'Tab') return
  const all = reachable(top.node)
  const { activeElement } = document
  const here = activeElement instanceof HTMLElement ? all.indexOf(activeElement) : -1
  const from = here < 0 && event.shiftKey ? 0 : here
  const next = all[(from + (event.shiftKey ? -1 : 1) + all.length) % all.length]
  event.preventDefault()
  next?.focus()
}

/**
 * The keyboard and the layers of a page, as on a PC: a node that says `aria-modal` takes the keyboard when it comes, keeps it
 * while it is open, and gives it back when it goes.
 */
export function watchLayers(): void {
  let isAsked = false
  const observer = new MutationObserver(() => {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(() => {
      isAsked = false
      look()
    })
  })
  const attributeFilter = ['aria-modal', 'class', 'style', 'hidden']
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter })
  document.addEventListener('keydown', goRound, { capture: true })
}
