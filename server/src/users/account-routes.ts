import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Account } from '../../../typings/account'
import { AuthError } from '../errors/auth-error'
import { badRequest } from '../errors/http-error'
import type { FileAddresses } from '../files/file-address'
import { patchedByPost } from '../http/by-id'
import { parseInput } from '../http/parse-input'
import { limited, rateLimits } from '../limits/rate-limits'
import { type CheckContent, refuseRiskyText } from '../safety/content-safety'
import { textsIn } from '../safety/texts-in'
import type { AccountExport } from '../store/account-export'
import type { MistakeRepository } from '../store/mistake-repository'
import { SettingsTooLong, type UserRepository } from '../store/user-repository'
import { accountBody } from './account-input'
import type { EraseAccount } from './erase-account'
import { exportedAccount } from './exported-account'

interface AccountRouteParts {
  users: Pick<UserRepository, 'account' | 'change'>
  accountExport: AccountExport
  mistakes: Pick<MistakeRepository, 'all'>
  addresses: Pick<FileAddresses, 'sign'>
  eraseAccount: EraseAccount
  checkContent: CheckContent
}

const me = '/api/v1/users/me'

/** A student's own account. The scope has made sure who asks. */
export function registerAccountRoutes(scope: FastifyInstance, parts: AccountRouteParts): void {
  const { users } = parts

  scope.get(me, async ({ userId }): Promise<Account> => still(await users.account(userId)))

  const change = async ({ userId, body }: FastifyRequest): Promise<Account> => {
    const changes = parseInput(accountBody, body)
    const { name, settings } = changes
    await refuseRiskyText(parts.checkContent, userId, name, ...textsIn(settings))
    try {
      return still(await users.change(userId, changes))
    } catch (error) {
      throw error instanceof SettingsTooLong ? badRequest(undefined, error) : error
    }
  }
  scope.patch(me, change)
  scope.post(me, patchedByPost(change))

  scope.get(`${me}/export`, limited(rateLimits.exports), async ({ userId }, reply) => {
    const account = still(await users.account(userId))
    reply.header('content-disposition', 'attachment; filename="wuhao-tutor.json"')
    const stored = await parts.accountExport.of(userId)
    const mistakes = await parts.mistakes.all(userId, {})
    return exportedAccount(account, { stored, mistakes }, parts.addresses)
  })

  scope.delete(me, async ({ userId }, reply) => {
    still(await parts.eraseAccount(userId))
    return reply.code(204).send()
  })
}

/** Throws a 401 where the account was erased after its token had been looked at. */
function still<T>(found: T | undefined): T {
  if (found === undefined) throw new AuthError('AUTH_ERROR', 'the user of the token was erased just now')
  return found
}
