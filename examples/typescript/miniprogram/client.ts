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
      return agUiBackend(server)
    case 'tutor':
      return tutorBackend({ url: server.url, token: () => login(server.login) })
  }
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
