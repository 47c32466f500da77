import { createEmitter } from '../emitter'
import type { Options } from './call'

const pressed = createEmitter<Options>()
const released = createEmitter<Options>()

/** What the host itself or a field has taken is not told. */
const isForProgram = ({ target, defaultPrevented, isComposing }: KeyboardEvent): boolean =>
  !defaultPrevented &&
  !isComposing &&
  !(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)

function tell(emitter: typeof pressed, event: KeyboardEvent): void {
  const { key, code, altKey, shiftKey, timeStamp } = event
  if (isForProgram(event)) emitter.emit({ key, code, altKey, shiftKey, timeStamp })
}

/** wx.onKeyDown and onKeyUp, which WeChat has on a PC; not while a field is written in. */
export function keysApi() {
  window.addEventListener('keydown', (event) => tell(pressed, event))
  window.addEventListener('keyup', (event) => tell(released, event))
  return {
    onKeyDown: pressed.on,
    offKeyDown: pressed.off,
    onKeyUp: released.on,
    offKeyUp: released.off,
  }
}
