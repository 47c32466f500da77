import type { Simulated } from '../components/simulated'

type Listener = (resolve: (answer: object) => void) => void

/** A host that waits for the student's consent to its guide, for a page that asks for it by itself. */
export class WaitingHost {
  private listener: Listener = () => undefined

  /** Of `wx`. */
  readonly onNeedPrivacyAuthorization = (given: Listener): void => {
    this.listener = given
  }

  /** The host asks, and the student refuses on this page: what the page's own popup showed, and what the host was answered. */
  refusedOn(page: Simulated): { shown: unknown; answers: object[] } {
    const answers: object[] = []
    this.listener((answer) => answers.push(answer))
    const popup = page.querySelector('#privacy')
    const shown: unknown = { ...popup?.data }
    const own: { onClose(): void } | undefined = popup?.instance
    own?.onClose()
    return { shown, answers }
  }
}
