/** What one question may have, by the contract (docs/protocol.md): what holds where a server tells nothing else. */

/** Characters: Unicode's. */
export const QUESTION_CHARACTERS = 8000
/** Pages; the client asks with no more, whatever a server tells. */
export const QUESTION_PAGES = 10
