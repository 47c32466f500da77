import { onPrivacyNeeded } from '../platform/wx-privacy'
import { part } from './part'
import type { PrivacyPopup } from './privacy-popup/privacy-popup'

/**
 * Has this page, which is in front, ask for the consent that an API of the host waits for, by its `privacy-popup` named `privacy`. The host
 * keeps the newest listener alone: each page says so whenever it is shown, or the sheet would open below it, and the API wait for ever.
 */
export function asksConsent(page: { selectComponent(selector: string): unknown }): void {
  onPrivacyNeeded((answer) => {
    const popup = part<PrivacyPopup>(page, '#privacy')
    if (popup === undefined) answer({ event: 'disagree' })
    else popup.ask(answer)
  })
}
