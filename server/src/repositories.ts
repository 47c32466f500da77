import type { Config } from './settings/config'
import { AccountExport } from './store/account-export'
import { CorrectionRepository } from './store/correction-repository'
import type { Database } from './store/database'
import { ExtrasRepository } from './store/extras-repository'
import { FeedbackRepository } from './store/feedback-repository'
import { FileRepository } from './store/file-repository'
import { HistoryRepository } from './store/history-repository'
import { JobOverview } from './store/job-overview'
import { JobQueue } from './store/job-queue'
import { LoginRepository } from './store/login-repository'
import { MistakeRepository } from './store/mistake-repository'
import { ReportRepository } from './store/report-repository'
import { SessionRepository } from './store/session-repository'
import { SpeechCounts } from './store/speech-counts'
import { ThreadRepository } from './store/thread-repository'
import { UsageRepository } from './store/usage-repository'
import { UserRepository } from './store/user-repository'

/** All that routes and jobs read and write of the database, but the answers that are being written. */
export type Repositories = ReturnType<typeof createRepositories>

/** Each knows the database, and nothing of the others. */
export function createRepositories(
  database: Database,
  { mostPageMegabytes, dailySpeech }: Pick<Config, 'mostPageMegabytes' | 'dailySpeech'>,
) {
  return {
    users: new UserRepository(database),
    logins: new LoginRepository(database),
    files: new FileRepository(database, mostPageMegabytes),
    sessions: new SessionRepository(database),
    history: new HistoryRepository(database),
    feedback: new FeedbackRepository(database),
    threads: new ThreadRepository(database),
    queue: new JobQueue(database),
    jobOverview: new JobOverview(database),
    usage: new UsageRepository(database),
    speechCounts: new SpeechCounts(database, dailySpeech),
    extras: new ExtrasRepository(database),
    mistakes: new MistakeRepository(database),
    corrections: new CorrectionRepository(database),
    reports: new ReportRepository(database),
    accountExport: new AccountExport(database),
  }
}
