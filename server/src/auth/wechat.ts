import * as v from 'valibot'
import type { WechatConfig } from '../settings/config'

/** WeChat refused the code that a mini-program got from `wx.login` (used, expired or made up). */
export class WechatCodeRejected extends Error {
  override readonly name = 'WechatCodeRejected'
}

/** WeChat could not be asked, or said nothing useful. */
export class WechatUnavailable extends Error {
  override readonly name = 'WechatUnavailable'
}

/** Who a login code stands for. Rejects with {@link WechatCodeRejected} or {@link WechatUnavailable}. */
export type WechatLogin = (code: string) => Promise<{ openId: string }>

const answerSchema = v.object({
  openid: v.optional(v.string()),
  errcode: v.optional(v.number()),
})

/** Milliseconds. */
const patience = 5000

/** WeChat's own codes for a bad code: invalid, already used, and a user whom WeChat blocks. */
const rejections = new Set([40029, 40163, 40226])

/** `code2Session` of WeChat's server API. `base` is another address in tests. */
export function createWechatLogin(
  { appId, appSecret }: WechatConfig,
  base = 'https://api.weixin.qq.com',
): WechatLogin {
  return async (code) => {
    const query = new URLSearchParams({
      appid: appId,
      secret: appSecret,
      js_code: code,
      grant_type: 'authorization_code',
    })
    const answer = await ask(`${base}/sns/jscode2session?${query}`)
    if (answer.openid !== undefined && answer.openid !== '') return { openId: answer.openid }
    const reason = `code2Session answered errcode ${answer.errcode}`
    throw rejections.has(answer.errcode ?? 0) ? new WechatCodeRejected(reason) : new WechatUnavailable(reason)
  }
}

/** The address holds the app's secret: no error may carry it. */
async function ask(address: string): Promise<v.InferOutput<typeof answerSchema>> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patience) })
    return v.parse(answerSchema, await response.json())
  } catch (error) {
    throw new WechatUnavailable('code2Session could not be asked', { cause: error })
  }
}
