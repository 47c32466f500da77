import { ignored, optional } from './wx-host'

/** Answers the host, which holds the API back until then. `buttonId`: the agree button that was tapped. */
export type PrivacyAnswer = (answer: { event: 'agree'; buttonId: string } | { event: 'disagree' }) => void

/**
 * Registers the listener for APIs that need the student's consent. The host keeps one, the newest, and takes none back; a
 * host without it asks nobody.
 */
export function onPrivacyNeeded(listener: (answer: PrivacyAnswer) => void): void {
  // The typings call the callback's argument a result; the host hands over the function that answers it.
  optional((wx) =>
    wx.onNeedPrivacyAuthorization?.((resolve: unknown) => {
      if (typeof resolve === 'function') listener((answer) => resolve(answer))
    }),
  )
}

/** Opens the privacy guide that is kept with the program's account. `refused`: the host lacks it (2.32.3), or does not. */
export function openPrivacyGuide(refused: () => void = ignored): void {
  optional((wx) => (wx.openPrivacyContract ? wx.openPrivacyContract({ fail: refused }) : refused()))
}
