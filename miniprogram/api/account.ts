import type { Account, AccountChange } from '../../typings/account'
import type { BodyReader } from './body-reader'
import { call } from './calls'
import { forgetLogin } from './login'
import { checkResponse, readResponse } from './responses'

const ME = '/users/me'

/** Who is logged in. Rejects with `LearningError`, as all of these. */
export async function getAccount(): Promise<Account> {
  return readResponse(await call('GET', ME), readAccount)
}

/** Changes what is named and leaves the rest. */
export async function changeAccount(change: AccountChange): Promise<Account> {
  return readResponse(await call('PATCH', ME, change), readAccount)
}

/** All that the server has of this student, as the text of a JSON file. */
export async function exportAccount(): Promise<string> {
  return readResponse(await call('GET', `${ME}/export`), (body) => body.asJson())
}

/** Erases all that the server has of this student; whoever logs in next is a new one. */
export async function eraseAccount(): Promise<void> {
  checkResponse(await call('DELETE', ME))
  forgetLogin()
}

const readAccount = (body: BodyReader): Account => ({
  id: body.text('id'),
  name: body.text('name'),
  grade: body.countOr('grade', null),
  settings: body.values('settings'),
})
