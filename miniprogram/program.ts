import {
  answerJournal,
  askQuestionStream,
  deleteSession,
  deliverWaitingStops,
  fileAddress,
  getHistory,
  getSession,
  listSessions,
  newRequestId,
  renameSession,
  sendFeedback,
  uploadPage,
} from './api/learning'
import { canChangeServer, changeServer, ServerAddressError, serverOrigin } from './config'
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
import { wxClock } from './platform/wx-clock'
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
}

const learning: LearningPort = {
  ask: askQuestionStream,
  upload: preparedUpload(uploadPage, wxPictures, wxLogger),
  history: (sessionId, before, limit) => getHistory(sessionId, { before, limit }),
  rate: (answerId, rating) => sendFeedback(answerId, rating),
  title: async (sessionId) => (await getSession(sessionId)).title,
  address: fileAddress,
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
  return { conversation, sessions, server, appearance: new Appearance(wxStorage) }
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
