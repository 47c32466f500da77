import type { AccountPort } from './account/account'
import {
  addMistake,
  answerJournal,
  askQuestionStream,
  changeAccount,
  changeMistake,
  deleteMistake,
  deleteSession,
  deliverWaitingStops,
  eraseAccount,
  exportAccount,
  fileAddress,
  getAccount,
  getHistory,
  getMistakeSheet,
  getReport,
  getSession,
  listMistakes,
  listSessions,
  newRequestId,
  renameSession,
  reviewMistake,
  sendFeedback,
  uploadPage,
} from './api/learning'
import { canChangeServer, changeServer, DEVELOPER_KEYS, ServerAddressError, serverOrigin } from './config'
import { Conversation } from './conversation/conversation'
import { HistoryCache } from './conversation/history-cache'
import { photoJudge } from './conversation/photo-quality'
import type { LearningPort } from './conversation/ports'
import { preparedUpload } from './conversation/prepared-upload'
import {
  createSessionList,
  type LocalSessions,
  type SessionList,
  type SessionsPort,
} from './conversation/session-list'
import { Appearance } from './look/appearance'
import { DueCount } from './mistakes/due-count'
import type { MistakesPort } from './mistakes/mistake'
import { RatingOutbox } from './mistakes/rating-outbox'
import { wxClock } from './platform/wx-clock'
import { removeOwnFiles } from './platform/wx-documents'
import { eraseStorage } from './platform/wx-kept'
import { wxLifecycle } from './platform/wx-lifecycle'
import { wxLogger } from './platform/wx-logger'
import { wxPictures } from './platform/wx-pictures'
import { wxStorage } from './platform/wx-storage'

/** The server's address, as the develop version can change it. */
export interface ServerAddress {
  /** False outside of the develop version. */
  readonly changeable: boolean
  address(): string
  /** False where `address` is no origin; an empty one brings the program's own back. */
  change(address: string): boolean
}

/** What lives as long as the program: pages come and go. */
export interface Program {
  readonly conversation: Conversation
  readonly sessions: SessionList
  readonly server: ServerAddress
  readonly appearance: Appearance
  readonly mistakes: MistakesPort
  /** How many exercises are to be reviewed. */
  readonly due: DueCount
  /** Ratings on their way. */
  readonly ratings: RatingOutbox
  readonly account: AccountPort
  /** Asks a question in a conversation of its own; false where nothing can be asked now. */
  askAbout(question: string): boolean
  /** Removes what is kept only to be read without a network. */
  clearCache(): void
  /** Erases all of the student, here and at the server. Rejects with `LearningError`; then nothing is erased. */
  erase(): Promise<void>
}

const learning: LearningPort = {
  ask: askQuestionStream,
  upload: preparedUpload(uploadPage, wxPictures, wxLogger),
  history: (sessionId, before, limit) => getHistory(sessionId, { before, limit }),
  rate: (answerId, rating) => sendFeedback(answerId, rating),
  title: async (sessionId) => (await getSession(sessionId)).title,
  address: fileAddress,
}

const mistakes: MistakesPort = {
  list: listMistakes,
  add: addMistake,
  change: changeMistake,
  remove: deleteMistake,
  review: reviewMistake,
  sheet: (format) => getMistakeSheet(format),
  address: fileAddress,
}

const account: AccountPort = {
  me: getAccount,
  change: changeAccount,
  report: getReport,
  export: exportAccount,
  erase: eraseAccount,
}

const server: ServerAddress = {
  get changeable() {
    return canChangeServer()
  },
  address: serverOrigin,
  change(address) {
    try {
      changeServer(address)
      return true
    } catch (error) {
      if (error instanceof ServerAddressError) return false
      throw error
    }
  },
}

/** Binds the conversation to the server and to WeChat: the one place that does. */
export function createProgram(): Program {
  deliverWaitingStops()
  const journal = answerJournal()
  const conversation = new Conversation({
    learning,
    journal,
    store: wxStorage,
    newRequestId: () => newRequestId(wxClock.date(), Math.random),
    judge: photoJudge(wxPictures, wxLogger),
  })
  const sessions = createSessionList(sessionsOf(conversation), keptOf(conversation))
  conversation.subscribe((change) => {
    if (change.type === 'session') sessions.mark(change.sessionId, change.state)
  })
  const comeBack = () => {
    conversation.comeBack()
    sessions.comeBack()
  }
  wxLifecycle.onShow(comeBack)
  wxLifecycle.onNetworkChange((change) => {
    if (change !== 'lost') comeBack()
  })
  const ratings = new RatingOutbox({
    port: mistakes,
    store: wxStorage,
    lifecycle: wxLifecycle,
    logger: wxLogger,
  })
  const due = new DueCount(mistakes, wxStorage, ratings)
  ratings.subscribe(() => due.delivered())
  // What an earlier run of the program could not deliver.
  ratings.flush()
  return {
    conversation,
    sessions,
    server,
    appearance: new Appearance(wxStorage),
    mistakes,
    due,
    ratings,
    account,
    askAbout(question) {
      conversation.startNew()
      // What is being written there is not sent along.
      if (conversation.tray.photos.length > 0) return false
      const draft = conversation.draft.text
      const isSent = conversation.send(question) === 'sent'
      if (isSent && draft !== '') conversation.draft.write(draft)
      return isSent
    },
    clearCache: () => new HistoryCache(wxStorage, () => fileAddress('/')).clear(),
    async erase() {
      await eraseAccount()
      removeOwnFiles()
      eraseStorage(DEVELOPER_KEYS)
    },
  }
}

function sessionsOf(conversation: Conversation): SessionsPort {
  return {
    page: (page, size, search) => listSessions({ page, size, search }),
    rename: renameSession,
    async remove(sessionId) {
      await deleteSession(sessionId)
      conversation.forget(sessionId)
    },
  }
}

function keptOf(conversation: Conversation): LocalSessions {
  const cache = new HistoryCache(wxStorage, () => fileAddress('/'))
  return {
    list: () => cache.list(),
    keepList: (page) => cache.keepList(page),
    running: () => conversation.running,
  }
}
