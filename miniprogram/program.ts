import type { AccountPort } from './account/account'
import {
  addCorrectedMistake,
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
  getExtras,
  getHistory,
  getMistakeSheet,
  getReport,
  getServerConfig,
  getSession,
  listMistakes,
  listSessions,
  newRequestId,
  renameSession,
  reviewMistake,
  sendFeedback,
  speak,
  transcribe,
  uploadPage,
} from './api/learning'
import { canChangeServer, changeServer, DEVELOPER_KEYS, ServerAddressError, serverOrigin } from './config'
import type { Asking } from './conversation/asking'
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
import { savedOf } from './conversation/turn'
import type { VoicePort } from './conversation/voice-port'
import { Appearance } from './look/appearance'
import { DueCount } from './mistakes/due-count'
import type { MistakesPort } from './mistakes/mistake'
import { RatingOutbox } from './mistakes/rating-outbox'
import { wxClock } from './platform/wx-clock'
import { eraseStorage } from './platform/wx-kept'
import { wxLifecycle } from './platform/wx-lifecycle'
import { wxLogger } from './platform/wx-logger'
import { removeOwnFiles } from './platform/wx-own-files'
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
  askAbout(question: string, asking: Asking): boolean
  /** Removes what is kept only to be read without a network. */
  clearCache(): void
  /** Erases all of the student, here and at the server. Rejects with `LearningError`; then nothing is erased. */
  erase(): Promise<void>
  readonly voice: VoicePort
}

/** Seconds that one call waits for what follows an answer. */
const EXTRAS_WAIT = 25

const learning: LearningPort = {
  ask: askQuestionStream,
  upload: preparedUpload(uploadPage, wxPictures, wxLogger),
  history: (sessionId, before, limit) => getHistory(sessionId, { before, limit }),
  rate: (answerId, rating) => sendFeedback(answerId, rating),
  extras: (answerId) => getExtras(answerId, { wait: EXTRAS_WAIT }),
  keep: addMistake,
  title: async (sessionId) => (await getSession(sessionId)).title,
  address: fileAddress,
}

const mistakes: MistakesPort = {
  list: listMistakes,
  add: addMistake,
  take: addCorrectedMistake,
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

/** What the server offers is asked once, with how much it takes of a question. */
function voiceOf({ limits: known }: Conversation): VoicePort {
  return {
    async offered() {
      const { speech, limits } = await getServerConfig()
      known.told(limits)
      return { ...speech, seconds: limits.speechSeconds }
    },
    transcribe: (path) => transcribe(path).result,
    speak,
  }
}

function serverOf({ limits }: Conversation): ServerAddress {
  return {
    get changeable() {
      return canChangeServer()
    },
    address: serverOrigin,
    change(address) {
      try {
        changeServer(address)
      } catch (error) {
        if (error instanceof ServerAddressError) return false
        throw error
      }
      limits.forget()
      return true
    },
  }
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
    logger: wxLogger,
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
  ratings.subscribe((rated) => due.delivered(rated !== undefined))
  // What an earlier run of the program could not deliver.
  ratings.flush()
  conversation.subscribe((change) => {
    // What is wrong on a marked page is in the mistake book without being asked for.
    if (change.type === 'status' && savedOf(change.turn)?.extras?.correction) void due.refresh()
  })
  return {
    conversation,
    sessions,
    server: serverOf(conversation),
    appearance: new Appearance(wxStorage),
    mistakes,
    due,
    ratings,
    account,
    voice: voiceOf(conversation),
    askAbout(question, asking) {
      return conversation.askAnew(question, asking)
    },
    clearCache: () => new HistoryCache(wxStorage, () => fileAddress('/')).clear(),
    async erase() {
      conversation.letGo()
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
