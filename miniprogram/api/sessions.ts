import type { HistoryPage, Session, SessionPage } from '../../typings/protocol'
import { readHistoryPage, readSession, readSessionPage } from './bodies'
import { call, query } from './calls'
import { checkResponse, readResponse } from './responses'

const SESSIONS = '/learning/sessions'

/** Which sessions to list; all of it may be left out. */
export interface SessionQuery {
  /** From 1. */
  page?: number
  /** 1–100, default 20. */
  size?: number
  search?: string
  subject?: string
}

/** This student's sessions, the last active first. Rejects with `LearningError`, as all of these. */
export async function listSessions({ page, size, search, subject }: SessionQuery = {}): Promise<SessionPage> {
  return readResponse(await call('GET', SESSIONS + query({ page, size, search, subject })), readSessionPage)
}

/** A new session without questions; the server names it where `title` is missing. */
export async function createSession(session: { title?: string; subject?: string } = {}): Promise<Session> {
  return readResponse(await call('POST', SESSIONS, session), readSession)
}

/** One session. `NOT_FOUND` where it is not this student’s. */
export async function getSession(sessionId: string): Promise<Session> {
  return readResponse(await call('GET', addressOf(sessionId)), readSession)
}

/** Gives it another title (1–100 characters). */
export async function renameSession(sessionId: string, title: string): Promise<Session> {
  return readResponse(await call('PATCH', addressOf(sessionId), { title }), readSession)
}

/** With all its questions and answers. */
export async function deleteSession(sessionId: string): Promise<void> {
  checkResponse(await call('DELETE', addressOf(sessionId)))
}

/** Which part of a history; all of it may be left out. */
export interface HistoryQuery {
  /** A question's id: only what was asked before it. */
  before?: string | undefined
  /** 1–100, default 20. */
  limit?: number
}

/** A session's questions with their answers, newest last. */
export async function getHistory(
  sessionId: string,
  { before, limit }: HistoryQuery = {},
): Promise<HistoryPage> {
  const path = `${addressOf(sessionId)}/history${query({ before, limit })}`
  return readResponse(await call('GET', path), readHistoryPage)
}

function addressOf(sessionId: string): string {
  return `${SESSIONS}/${encodeURIComponent(sessionId)}`
}
