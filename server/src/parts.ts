import type { Logger } from 'pino'
import type { Authenticate } from './auth/authenticate'
import { createAuthenticate } from './auth/require-user'
import { Tokens } from './auth/tokens'
import type { WechatLogin } from './auth/wechat'
import type { Config } from './config'
import { FileAddresses } from './files/file-address'
import type { FileLookup } from './files/file-lookup'
import { FileStorage } from './files/file-storage'
import { StoredFileLookup } from './files/stored-file-lookup'
import { createDeleteSession, type DeleteSession } from './sessions/delete-session'
import { AnswerRepository } from './store/answer-repository'
import type { Database } from './store/database'
import { FeedbackRepository } from './store/feedback-repository'
import { FileRepository } from './store/file-repository'
import { HistoryRepository } from './store/history-repository'
import { SessionRepository } from './store/session-repository'
import { UserRepository } from './store/user-repository'

/** What a server is made of, where tests put other things. */
export interface Foundations {
  config: Config
  logger: Logger
  database: Database
  /** Signs tokens and file addresses. */
  secret: string
  /** Missing where no mini-program is configured. */
  wechatLogin: WechatLogin | undefined
}

/** Everything that routes work with. */
export interface Parts extends Foundations {
  tokens: Tokens
  authenticate: Authenticate
  users: UserRepository
  files: FileRepository
  storage: FileStorage
  addresses: FileAddresses
  fileLookup: FileLookup
  sessions: SessionRepository
  history: HistoryRepository
  feedback: FeedbackRepository
  answers: AnswerRepository
  deleteSession: DeleteSession
}

/** Puts the parts together; opens the folder of uploads. */
export async function createParts(foundations: Foundations): Promise<Parts> {
  const { config, logger, database, secret } = foundations
  const tokens = new Tokens(secret)
  const users = new UserRepository(database)
  const files = new FileRepository(database)
  const storage = await FileStorage.open(config.dataDirectory)
  const sessions = new SessionRepository(database)
  const answers = new AnswerRepository(database, logger)
  return {
    ...foundations,
    tokens,
    authenticate: createAuthenticate(tokens, users),
    users,
    files,
    storage,
    addresses: new FileAddresses(secret),
    fileLookup: new StoredFileLookup(files, storage),
    sessions,
    history: new HistoryRepository(database),
    feedback: new FeedbackRepository(database),
    answers,
    deleteSession: createDeleteSession({ sessions, answers, storage }),
  }
}
