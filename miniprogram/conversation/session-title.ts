/** The title of the session that is open. */
export interface SessionTitle {
  /** Empty while it has none, or it is not known. */
  readonly text: string
  /** Another session is open, or one without questions. */
  follow(sessionId: string | undefined): void
  /** It may have another title now. */
  refresh(): void
  /** The student named a session. */
  named(sessionId: string, title: string): void
}

/** `ask` gives a session's title; `changed` is told of another text. */
export function createSessionTitle(
  ask: (sessionId: string) => Promise<string>,
  changed: () => void,
): SessionTitle {
  let open: string | undefined
  let text = ''
  /** Counts what the title was learned or asked by: an answer to what was asked before that is of no use. */
  let newest = 0

  const set = (next: string): void => {
    if (next === text) return
    text = next
    changed()
  }

  const load = async (sessionId: string): Promise<void> => {
    newest += 1
    const asked = newest
    try {
      const title = await ask(sessionId)
      if (asked === newest) set(title.trim())
    } catch {
      // The header has the program's name then: the list of conversations tells what is wrong.
    }
  }

  return {
    get text() {
      return text
    },
    follow(sessionId) {
      if (sessionId === open) return
      open = sessionId
      newest += 1
      set('')
      if (sessionId !== undefined) void load(sessionId)
    },
    refresh() {
      if (open !== undefined) void load(open)
    },
    named(sessionId, title) {
      if (sessionId !== open) return
      newest += 1
      set(title)
    },
  }
}
