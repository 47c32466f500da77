import * as v from 'valibot'
import type { WechatConfig } from '../settings/config'
import type { Logger } from '../tracing/logger'
import type { CheckContent, Verdict } from './content-safety'

/** Characters of one check, as WeChat bounds them. */
const LONGEST = 2500
/** Milliseconds for all calls of one check: a question has to be accepted within a second. */
const PATIENCE = 800
/** Milliseconds before the end of an access token from which another one is got. */
const MARGIN = 5 * 60_000
/** WeChat's own codes for an access token that is no longer good. */
const TOKEN_REFUSED: ReadonlySet<number> = new Set([40001, 40014, 42001])
/** Where the text stands, as WeChat asks: 1 is a profile, 2 a comment. */
const SCENE = { question: 2, answer: 2, name: 1 } as const

const tokenSchema = v.object({ access_token: v.string(), expires_in: v.number() })
const checkSchema = v.object({
  errcode: v.number(),
  result: v.optional(v.object({ suggest: v.string() })),
})

/** Asking WeChat failed; `message` names neither token nor text. */
class CheckFailed extends Error {
  override readonly name = 'CheckFailed'
}

interface WechatSafetyParts {
  wechat: WechatConfig
  /** The openid of a user; missing where they did not log in by WeChat, who then cannot be checked. */
  openIdOf(userId: string): Promise<string | undefined>
  logger: Logger
  /** Another address in tests. */
  base?: string
}

/**
 * WeChat's msgSecCheck, version 2. `risky` is what WeChat calls so; what it would have a person look at passes, since the
 * student asks now. A WeChat that is away, too slow or refuses the call gives `unknown`.
 */
export function wechatSafety({
  wechat,
  openIdOf,
  logger,
  base = 'https://api.weixin.qq.com',
}: WechatSafetyParts): CheckContent {
  const tokens = new AccessTokens(wechat, base)
  return async (userId, of, text) => {
    try {
      const openid = await openIdOf(userId)
      if (openid === undefined) return 'unknown'
      const signal = AbortSignal.timeout(PATIENCE)
      const verdicts = piecesOf(text).map((content) =>
        checked(tokens, base, { content, version: 2, scene: SCENE[of], openid }, signal),
      )
      return worstOf(await Promise.allSettled(verdicts))
    } catch (error) {
      logger.warn({ of, reason: reasonOf(error) }, 'the content check failed')
      return 'unknown'
    }
  }
}

async function checked(
  tokens: AccessTokens,
  base: string,
  body: object,
  signal: AbortSignal,
): Promise<Verdict> {
  for (const again of [false, true]) {
    const token = await tokens.current(again, signal)
    const address = `${base}/wxa/msg_sec_check?access_token=${encodeURIComponent(token)}`
    const { errcode, result } = await post(address, body, checkSchema, signal)
    if (errcode === 0) return result?.suggest === 'risky' ? 'risky' : 'pass'
    if (!TOKEN_REFUSED.has(errcode)) throw new CheckFailed(`msg_sec_check answered errcode ${errcode}`)
  }
  throw new CheckFailed('msg_sec_check takes no access token')
}

/** One access token for all checks; WeChat's stable one, so that several servers have the same. */
class AccessTokens {
  private known: { token: string; until: number } | undefined
  private underWay: Promise<string> | undefined

  constructor(
    private readonly wechat: WechatConfig,
    private readonly base: string,
  ) {}

  /** `again`: the one that is known was refused. */
  async current(again: boolean, signal: AbortSignal): Promise<string> {
    if (!again && this.known !== undefined && this.known.until > performance.now()) return this.known.token
    this.underWay ??= this.fetch(again, signal).finally(() => {
      this.underWay = undefined
    })
    return this.underWay
  }

  private async fetch(anew: boolean, signal: AbortSignal): Promise<string> {
    const { appId: appid, appSecret: secret } = this.wechat
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: anew }
    const answer = await post(`${this.base}/cgi-bin/stable_token`, body, tokenSchema, signal)
    const { access_token: token, expires_in } = answer
    this.known = { token, until: performance.now() + expires_in * 1000 - MARGIN }
    return token
  }
}

/** The address may hold the access token: no error may carry it. */
async function post<Schema extends v.GenericSchema>(
  address: string,
  body: object,
  schema: Schema,
  signal: AbortSignal,
): Promise<v.InferOutput<Schema>> {
  const what = address.replace(/\?.*/, '').replace(/.*\//, '')
  let answer: unknown
  try {
    const response = await fetch(address, { method: 'POST', body: JSON.stringify(body), signal })
    answer = await response.json()
  } catch {
    throw new CheckFailed(`${what} could not be asked`)
  }
  const parsed = v.safeParse(schema, answer)
  if (!parsed.success) throw new CheckFailed(`${what} answered something else`)
  return parsed.output
}

function piecesOf(text: string): string[] {
  const characters = [...text]
  const pieces: string[] = []
  for (let at = 0; at < characters.length; at += LONGEST) {
    pieces.push(characters.slice(at, at + LONGEST).join(''))
  }
  return pieces
}

/** One piece that is risky makes the text so, whatever became of the others. Throws what one failed by. */
function worstOf(verdicts: readonly PromiseSettledResult<Verdict>[]): Verdict {
  if (verdicts.some((each) => each.status === 'fulfilled' && each.value === 'risky')) return 'risky'
  const failed = verdicts.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return 'pass'
}

function reasonOf(error: unknown): string {
  return error instanceof CheckFailed ? error.message : error instanceof Error ? error.name : 'unknown'
}
