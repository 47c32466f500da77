import { parseArgs } from 'node:util'
import type { FileStorage } from '../files/file-storage'
import type { Moved } from '../operate/backup/move-in'
import type { AnswerRepository } from '../store/answer-repository'
import { dayOf } from '../store/calendar'
import type { Database } from '../store/database'
import { timestamp } from '../store/identifiers'
import type { JobOverview } from '../store/job-overview'
import type { UsageRepository } from '../store/usage-repository'
import type { KnownUser, UserRepository } from '../store/user-repository'
import { eraseUser } from '../users/erase-user'
import { shown, table } from './table'

interface AdminParts {
  users: UserRepository
  usage: UsageRepository
  jobOverview: JobOverview
  answers: Pick<AnswerRepository, 'forgetQuestions'>
  storage: Pick<FileStorage, 'remove'>
  database: Pick<Database, 'scrub'>
  /** What the configuration says; 0: no limit. */
  dailyAnswers: number
  /** Brings what the data folder holds into the database; missing where that is the one in the folder. */
  moveIn?: () => Promise<Moved>
}

/** What was typed makes no sense, or names nobody; `message` says so. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
}

/** What may be typed. */
export const adminHelp = `npm run admin -- COMMAND

  usage [--days 30] [--user USER]   answers and tokens by day and model
  users [TEXT] [--days 30]          who used most; or the users with TEXT in their id, login or name
  quota USER [N | none | default]   questions a day of a user: shown, or set (none: no limit)
  jobs                              what waits, and what was given up
  jobs retry ID | jobs drop ID      brings a job that was given up back, or forgets it
  user:erase USER [--yes]           erases an account with everything that is its; without --yes it says what
  database:move                     brings all that the embedded database of DATA_DIR holds into the empty PostgreSQL of
                                    DATABASE_URL, and the pages into the bucket of S3_…, where that is set; no server may run

USER is an id, or what a user logs in with (wechat:… or dev:…).
--json prints what a program reads.`

const most = 100

type Flags = { days: number; user: string | undefined; json: boolean; yes: boolean }
type Command = (parts: AdminParts, words: string[], flags: Flags) => Promise<Shown>
/** For a program, and for a person. */
interface Shown {
  data: unknown
  text: string
}

const commands: Record<string, Command> = {
  usage,
  users,
  quota,
  jobs,
  'user:erase': erase,
  'database:move': move,
}

/** Whether nothing is to be done, for which there need be no data. */
export function asksForHelp([name = 'help']: readonly string[]): boolean {
  return name === 'help'
}

/** Does what was typed, and returns what is to be printed. Throws {@link AdminError}. */
export async function administer(parts: AdminParts, typed: readonly string[]): Promise<string> {
  const { words, flags } = parse(typed)
  const [name = 'help', ...rest] = words
  const command = commands[name]
  if (command === undefined) {
    if (asksForHelp(words)) return adminHelp
    throw new AdminError(`there is no command ${name}\n\n${adminHelp}`)
  }
  const { data, text } = await command(parts, rest, flags)
  return flags.json ? shown(JSON.stringify(data, undefined, 2), '\n') : text
}

function parse(typed: readonly string[]): { words: string[]; flags: Flags } {
  try {
    const { positionals, values } = parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: {
        days: { type: 'string', default: '30' },
        user: { type: 'string' },
        json: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    })
    const days = wholeNumber(values.days, '--days')
    return { words: positionals, flags: { ...values, days, user: values.user } }
  } catch (error) {
    throw error instanceof AdminError
      ? error
      : new AdminError(error instanceof Error ? error.message : String(error))
  }
}

function wholeNumber(text: string, what: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new AdminError(`${what} must be a whole number`)
  return Number(text)
}

/** The first day of the last `days` ones. */
function firstDay(days: number): string {
  const today = Date.parse(timestamp())
  return dayOf(new Date(today - (Math.max(1, days) - 1) * 24 * 60 * 60_000).toISOString())
}

async function theUser({ users: known }: AdminParts, typed: string | undefined): Promise<KnownUser> {
  if (typed === undefined) throw new AdminError(`which user?\n\n${adminHelp}`)
  const user = await known.findKnown(typed)
  if (user === undefined) throw new AdminError(`there is no user ${typed}`)
  return user
}

async function usage(parts: AdminParts, _words: string[], flags: Flags): Promise<Shown> {
  const user = flags.user === undefined ? undefined : await theUser(parts, flags.user)
  const lines = await parts.usage.lines(firstDay(flags.days), user?.id)
  const rows = lines.map(({ day, model, answers, promptTokens, completionTokens }) => {
    return [day, model || '-', answers, promptTokens, completionTokens]
  })
  return { data: lines, text: table(['day', 'model', 'answers', 'prompt tokens', 'completion tokens'], rows) }
}

async function users(parts: AdminParts, [text]: string[], flags: Flags): Promise<Shown> {
  if (text !== undefined) {
    const found = await parts.users.search(text, most)
    const rows = found.map((user) => [user.id, user.identity, user.name, user.daily_answers, user.created_at])
    return { data: found, text: table(['id', 'login', 'name', 'own quota', 'since'], rows) }
  }
  const sums = await parts.usage.users(firstDay(flags.days), most)
  const rows = sums.map((sum) => [sum.userId, sum.name, sum.answers, sum.promptTokens, sum.completionTokens])
  return { data: sums, text: table(['id', 'name', 'answers', 'prompt tokens', 'completion tokens'], rows) }
}

async function quota(parts: AdminParts, [typed, value]: string[]): Promise<Shown> {
  const user = await theUser(parts, typed)
  let own = user.daily_answers
  if (value !== undefined) {
    own = value === 'default' ? null : value === 'none' ? 0 : wholeNumber(value, 'a quota')
    await parts.users.setDailyAnswers(user.id, own)
  }
  const daily = own ?? parts.dailyAnswers
  const words = daily === 0 ? 'no limit' : `${daily} questions a day`
  const data = { user: user.id, own, daily }
  return { data, text: `${shown(user.name)} (${user.id}): ${words}${own === null ? ', as configured' : ''}` }
}

async function jobs({ jobOverview }: AdminParts, [action, id]: string[]): Promise<Shown> {
  if (action !== undefined) {
    if (id === undefined || (action !== 'retry' && action !== 'drop'))
      throw new AdminError('jobs retry ID, or jobs drop ID')
    const isDone = action === 'retry' ? await jobOverview.revive(id) : await jobOverview.drop(id)
    if (!isDone) throw new AdminError(`no job ${id} was given up`)
    return { data: { id, action }, text: action === 'retry' ? `${id} is tried again` : `${id} is forgotten` }
  }
  const [counts, dead] = [await jobOverview.counts(), await jobOverview.dead()]
  const countRows = counts.map(({ kind, waiting, dead: gone, age }) => [
    kind,
    waiting,
    Math.round(age / 1000),
    gone,
  ])
  const deadRows = dead.map(({ id: job, kind, createdAt, failures, error }) => [
    job,
    kind,
    createdAt,
    failures,
    error,
  ])
  const parts = [table(['kind', 'waiting', 'seconds due', 'given up'], countRows)]
  if (dead.length > 0) parts.push(table(['given up', 'kind', 'since', 'attempts', 'why'], deadRows))
  return { data: { counts, dead }, text: parts.join('\n\n') }
}

async function erase(parts: AdminParts, [typed]: string[], { yes }: Flags): Promise<Shown> {
  const user = await theUser(parts, typed)
  const who = `${shown(user.name)} (${user.id}, ${shown(user.identity)})`
  if (!yes) {
    const text = `${who} would be erased with all conversations, answers, pages and figures. Add --yes to do it.`
    return { data: { user: user.id, erased: false }, text }
  }
  const erased = await eraseUser(parts, user.id)
  if (erased === undefined) throw new AdminError(`there is no user ${user.id}`)
  await parts.database.scrub()
  const { questions, pages, pagesLeft } = erased
  const told = `${who} is erased: ${questions} questions, ${pages} pages`
  const left = `${pagesLeft} more pages were not found here or could not be removed: a server's next look at its jobs does it`
  return {
    data: { user: user.id, erased: true, questions, pages, pages_left: pagesLeft },
    text: pagesLeft === 0 ? told : `${told}; ${left}`,
  }
}

async function move({ moveIn }: AdminParts): Promise<Shown> {
  if (moveIn === undefined) throw new AdminError('DATABASE_URL is not set: to where is it to be moved?')
  const { rows, pages } = await moveIn()
  const told = [table(['table', 'rows'], [...rows])]
  told.push(
    pages === undefined ? 'The pages stay in DATA_DIR/files.' : `${pages.there} pages are in the bucket.`,
  )
  if (pages !== undefined && pages.missing > 0) told.push(`${pages.missing} pages were found nowhere.`)
  return { data: { rows: Object.fromEntries(rows), pages: pages ?? null }, text: told.join('\n\n') }
}
