import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import type { LoginResult, User } from '../../../typings/protocol'
import { AuthError } from '../errors/auth-error'
import { HttpError } from '../errors/http-error'
import { characters, parseInput, shortText } from '../http/parse-input'
import { messages } from '../messages/zh-CN'
import type { LoginRepository, LoginTurn } from '../store/login-repository'
import type { UserRepository } from '../store/user-repository'
import { accessLifetime, type Tokens } from './tokens'
import { WechatCodeRejected, type WechatLogin } from './wechat'

interface AuthRouteParts {
  tokens: Tokens
  users: UserRepository
  logins: LoginRepository
  /** Missing where no mini-program is configured. */
  wechatLogin: WechatLogin | undefined
  /** The development login lets anybody in: it exists only outside production. */
  developmentLogin: boolean
}

const wechatBody = v.object({ code: shortText(1, 256) })
const refreshBody = v.object({ refresh_token: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)) })
const developmentBody = v.object({ name: v.nullish(characters(1, 50), messages.userDefaultName) })

/** Of bodies of strangers: bytes, of which the longest token has 4 KB, and things in them. */
const SHORT = { bodyLimit: 16 * 1024, config: { mostElements: 100 } }

/** The logins: by WeChat, by a refresh token, and by a mere name in development. */
export function registerAuthRoutes(scope: FastifyInstance, parts: AuthRouteParts): void {
  const { tokens, users, logins } = parts
  const loginResult = (user: User, { family, turn }: LoginTurn): LoginResult => ({
    access_token: tokens.sign(user.id, 'access', { family }),
    refresh_token: tokens.sign(user.id, 'refresh', { family, turn }),
    expires_in: accessLifetime,
    user,
  })
  const logIn = async (identity: string, name: string): Promise<LoginResult> => {
    const user = await users.findOrCreate(identity, name)
    return loginResult(user, await logins.begin(user.id))
  }

  scope.post('/api/v1/auth/wechat-login', SHORT, async (request) => {
    const { code } = parseInput(wechatBody, request.body)
    const openId = await openIdOf(code, parts.wechatLogin)
    return logIn(`wechat:${openId}`, messages.userDefaultName)
  })

  scope.post('/api/v1/auth/refresh', SHORT, async (request) => {
    const { refresh_token } = parseInput(refreshBody, request.body)
    const { userId, family, turn } = tokens.verify(refresh_token, 'refresh')
    if (family === undefined || turn === undefined) {
      throw new AuthError('AUTH_ERROR', 'a refresh token of before they were rotated')
    }
    const renewal = await logins.renew({ family, turn })
    if (renewal === 'reused') {
      request.log.warn({ user_id: userId }, 'a used refresh token came again, its login was ended')
    }
    const user = typeof renewal === 'string' ? undefined : await users.find(userId)
    if (typeof renewal === 'string' || user === undefined) {
      throw new AuthError('AUTH_ERROR', 'the login of the token has ended')
    }
    return loginResult(user, { family, turn: renewal.turn })
  })

  if (!parts.developmentLogin) return
  scope.post('/api/v1/auth/dev-login', SHORT, async (request) => {
    const { name } = parseInput(developmentBody, request.body)
    return logIn(`dev:${name}`, name)
  })
}

async function openIdOf(code: string, wechatLogin: WechatLogin | undefined): Promise<string> {
  if (wechatLogin === undefined) throw new HttpError(503, 'INTERNAL', messages.loginUnavailable)
  try {
    const { openId } = await wechatLogin(code)
    return openId
  } catch (error) {
    if (error instanceof WechatCodeRejected) {
      throw new HttpError(401, 'AUTH_ERROR', messages.loginCodeRejected)
    }
    throw new HttpError(503, 'INTERNAL', messages.loginUnavailable, { cause: error })
  }
}
