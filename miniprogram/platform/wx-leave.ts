import { type HostFailure, HostRefusal, type RefusalCode } from './ports'
import { failureOf, ignored, optional } from './wx-host'

/** What the phone lets WeChat use, or not (base library 2.20.1). */
type Switch = 'cameraAuthorized' | 'albumAuthorized' | 'microphoneAuthorized'

/** The phone itself keeps one of these from WeChat; false where the host does not tell. */
export function systemRefuses(...switches: Switch[]): boolean {
  const told = optional((wx) => wx.getAppAuthorizeSetting?.())
  return switches.some((name) => told?.[name] === 'denied')
}

/** The failure of an API that needs these: where the host has no words for it, the phone's own switches tell. */
export function failureUnder(reason: unknown, ...switches: Switch[]): HostFailure {
  const failure = failureOf(reason)
  if (failure instanceof HostRefusal || !systemRefuses(...switches)) return failure
  return new HostRefusal('SYSTEM_REFUSED', failure.message)
}

/** Whether the host can open the place where a refusal is taken back. */
export function canOpenLeave(code: RefusalCode): boolean {
  return (
    optional(
      (wx) => typeof (code === 'SYSTEM_REFUSED' ? wx.openAppAuthorizeSetting : wx.openSetting) === 'function',
    ) === true
  )
}

/** Opens the phone's settings for WeChat, or the program's own in WeChat. Only from a tap. */
export function openLeave(code: RefusalCode): void {
  optional((wx) =>
    code === 'SYSTEM_REFUSED'
      ? wx.openAppAuthorizeSetting?.({ fail: ignored })
      : wx.openSetting?.({ fail: ignored }),
  )
}
