import { HostFailure, HostLacks } from './ports'
import { failureText, host } from './wx-host'

/** Which version of the program runs. */
export type EnvVersion = 'develop' | 'trial' | 'release'

/** A host that does not tell counts as develop. */
export function envVersion(): EnvVersion {
  try {
    return host().getAccountInfoSync?.()?.miniProgram?.envVersion ?? 'develop'
  } catch {
    return 'develop'
  }
}

/** A code of `wx.login`: good for one login within 5 minutes. Rejects with {@link HostFailure}. */
export function loginCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    if (host().login === undefined) return reject(new HostLacks('login'))
    host().login?.({
      success: ({ code }) => (code ? resolve(code) : reject(new HostFailure('wx.login gave no code'))),
      fail: (reason) => reject(new HostFailure(failureText(reason))),
    })
  })
}
