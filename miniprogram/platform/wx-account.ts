import { HostFailure, HostLacks } from './ports'
import { answered, optional } from './wx-host'

/** Which version of the program runs. */
export type EnvVersion = 'develop' | 'trial' | 'release'

/** A host that does not tell counts as develop. */
export function envVersion(): EnvVersion {
  return optional((wx) => wx.getAccountInfoSync?.()?.miniProgram?.envVersion) ?? 'develop'
}

/** The version under which the program was released; empty where the host does not tell. */
export function programVersion(): string {
  return optional((wx) => wx.getAccountInfoSync?.()?.miniProgram?.version) ?? ''
}

/** Milliseconds that WeChat's server may take. */
const LOGIN_TIMEOUT = 10_000

/** A code of `wx.login`: good for one login within 5 minutes. Rejects with {@link HostFailure}. */
export function loginCode(): Promise<string> {
  return answered((wx, resolve, fail) => {
    if (wx.login === undefined) return fail(new HostLacks('login'))
    wx.login({
      timeout: LOGIN_TIMEOUT,
      success: ({ code }) => (code ? resolve(code) : fail(new HostFailure('wx.login gave no code'))),
      fail,
    })
  }, LOGIN_TIMEOUT + 2000)
}
