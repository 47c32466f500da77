/** Where answers come from. A domain of yours among your account's request (tutor: also socket) 合法域名. */
export type Server =
  /** OpenAI's chat completions: nothing resumes. */
  | { kind: 'chat'; url: string; model?: string }
  /**
   * An AG-UI agent: resumes where it numbers its events. With `login` (as below) it is the `…/api/v1/agui` of a server of wuhao-tutor, which
   * knows a run by its id and can be told to stop it.
   */
  | { kind: 'ag-ui'; url: string; login?: string }
  /** A server of wuhao-tutor: everything resumes. `login` answers a POST with `{access_token}`. */
  | { kind: 'tutor'; url: string; login: string }

export const server: Server = { kind: 'chat', url: 'https://your-server.example/v1/chat/completions' }
