/** Types of a student's own account, written once for both sides (docs/protocol.md explains them). */

/** A student as they see themselves. */
export interface Account {
  id: string
  name: string
  /** 1–12; null where it was not told. */
  grade: number | null
  /** Whatever the program keeps for them; `time_zone` (IANA) is the server's as well. */
  settings: { [name: string]: unknown }
}

/** What of it is changed. */
export interface AccountChange {
  /** 1–50 characters. */
  name?: string
  grade?: number | null
  /** Its keys are merged, null takes one out; all of them together have up to 4 KB. */
  settings?: { [name: string]: unknown }
}
