import type * as Learning from '../../miniprogram/api/learning'
import { recordConsole } from '../support/ask'
import { FakeServer, login } from '../support/fake-server'
import { FakeWx, installWx } from '../support/fake-wx'

/** A phone and a server that a test plays, and runs of the program between them. */
class WithServer {
  server = new FakeServer()
  phone = new FakeWx()

  /** A new run of the program on the phone that the last one used; `more` is what its host has beside. */
  program(more: object = {}): typeof Learning {
    installWx({ ...this.phone.whole(), request: this.server.request, ...more })
    jest.resetModules()
    return require('../../miniprogram/api/learning')
  }
}

/** Gives every test of a file a phone and a server of its own, which lets everybody in. */
export function aServerForEachTest(): WithServer {
  const on = new WithServer()
  beforeEach(() => {
    recordConsole()
    on.phone = new FakeWx()
    on.server = new FakeServer().on('POST /api/v1/auth/dev-login', login('dev'))
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })
  return on
}

/** A conversation as a server tells it. */
export const session = {
  id: 's1',
  title: '分数',
  subject: null,
  question_count: 2,
  total_tokens: 30,
  created_at: '2026-01-01T00:00:00.000Z',
  last_active_at: '2026-01-02T00:00:00.000Z',
}
/** Where conversations are. */
export const SESSIONS = '/api/v1/learning/sessions'
