import { refusalMessages as words } from '../messages/refusal.zh-CN'
import { HostRefusal } from '../platform/ports'
import { confirmed } from '../platform/wx-dialog'
import { canOpenLeave, openLeave } from '../platform/wx-leave'
import { wxLogger } from '../platform/wx-logger'

/** What the program wanted to use. */
export type Thing = keyof typeof words.things

/**
 * Says why something of the student's could not be used, each with its own way on: consent is asked for again by the host itself, leave is
 * given in the settings, and a failure, which reads as `otherwise`, may pass. To be loaded when something failed.
 */
export async function tellFailure(
  error: unknown,
  thing: Thing,
  otherwise: string,
  say: (message: string) => void,
): Promise<void> {
  if (!(error instanceof HostRefusal)) {
    wxLogger.warn(`[host] failed at the ${thing}`, error)
    return say(otherwise)
  }
  const name = words.things[thing]
  if (error.code === 'PRIVACY_REFUSED') return say(words.privacy(name))
  const text = error.code === 'SYSTEM_REFUSED' ? words.system(name) : words.scope(name)
  if (!canOpenLeave(error.code)) return say(text)
  try {
    if (await confirmed(text, words.settings, words.notNow)) openLeave(error.code)
  } catch (unasked) {
    wxLogger.warn('[host] could not ask', unasked)
    say(text)
  }
}
