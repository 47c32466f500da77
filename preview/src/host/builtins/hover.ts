import type { BuiltIn } from './definition'

const handled = new WeakSet<Event>()

/** `hover-class`: on while the finger is down, after a delay, and a while longer. */
export function watchHover({ component, node, get }: BuiltIn): void {
  let startTimer: ReturnType<typeof setTimeout> | undefined
  let stayTimer: ReturnType<typeof setTimeout> | undefined
  let shown = ''
  node.addEventListener('pointerdown', (event) => {
    const name = get('hoverClass')
    if (typeof name !== 'string' || name === '' || name === 'none' || get('disabled') || handled.has(event))
      return
    if (get('hoverStopPropagation')) handled.add(event)
    clearTimeout(stayTimer)
    startTimer = setTimeout(
      () => {
        shown = name
        component.classList?.toggle(name, true)
      },
      Number(get('hoverStartTime')),
    )
  })
  const release = () => {
    clearTimeout(startTimer)
    if (shown === '') return
    stayTimer = setTimeout(
      () => {
        component.classList?.toggle(shown, false)
        shown = ''
      },
      Number(get('hoverStayTime')),
    )
  }
  for (const type of ['pointerup', 'pointercancel', 'pointerleave']) node.addEventListener(type, release)
}
