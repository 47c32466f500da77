import {
  agUiBackend,
  type Backend,
  chatCompletionsBackend,
  createAnswerClient,
  tutorBackend,
} from 'wuhao-answer-stream'
import { type Server, server } from './config'

/** One for the whole program. */
export const client = createAnswerClient({ backend: backendOf(server) })

function backendOf(server: Server): Backend {
  switch (server.kind) {
    case 'chat':
      return chatCompletionsBackend(server)
    case 'ag-ui':
      return server.login === undefined ? agUiBackend(server) : tutorsAgent(server.url, server.login)
    case 'tutor':
      return tutorBackend({ url: server.url, token: () => login(server.login) })
  }
}

function tutorsAgent(url: string, loginUrl: string): Backend {
  return agUiBackend({
    url,
    headers: async () => ({ Authorization: `Bearer ${await login(loginUrl)}` }),
    idempotent: true,
    stopUrl: (runId) => `${url}/${runId}/stop`,
  })
}

function login(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.request<{ access_token: string }>({
      url,
      method: 'POST',
      data: {},
      success: ({ data }) => resolve(data.access_token),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
  })
}
