import type { Account, AccountChange } from '../../typings/account'
import type { Report } from '../../typings/mistakes'

export type { Account, AccountChange } from '../../typings/account'
export type { Report } from '../../typings/mistakes'

/** The calls about a student. `program.ts` binds them to the server, tests to a fake. */
export interface AccountPort {
  me(): Promise<Account>
  change(change: AccountChange): Promise<Account>
  /** Of so many days, today among them. */
  report(days: number): Promise<Report>
  /** All that the server has of the student, as a file's text. */
  export(): Promise<string>
  /** Everything at the server goes, the login too. */
  erase(): Promise<void>
}
