/** Milliseconds of silence allowed from the sending of the ask until `content_finished`. */
export const CONTENT_TIMEOUT = 90000
/** Milliseconds of silence allowed after `content_finished`. */
export const PROCESSING_TIMEOUT = 120000
/** Ceiling for one answer in the foreground, milliseconds: keepalives cannot hold a dead answer open for ever. */
export const MAX_DURATION = 15 * 60 * 1000
/** Milliseconds that a stop waits for the server's `done`. */
export const STOP_TIMEOUT = 3000
/** Milliseconds in the background after which the host has cut what was open. */
export const LONGEST_SHORT_REST = 5000
/** The server's keepalive interval where it does not tell a sensible one, milliseconds. */
export const KEEPALIVE_INTERVAL = 5000
/** Keepalives that may be missed before the link counts as dead. */
export const MISSED_KEEPALIVES = 3
/** Keepalive intervals, a little more than one, in which a link must prove itself after the network changed. */
export const DOUBTED_KEEPALIVES = 1.2
/** Milliseconds until an attempt at a socket that has not opened is given up. */
export const CONNECT_TIMEOUT = 15000
/**
 * Milliseconds after which an answer for whose link the phone has no room looks for some again. It waits for it, and takes no other way: a chunked
 * request would be one of the few that the program's plain calls go by, needs a domain of its own, and cannot be told to stop.
 */
export const ROOM_DELAY = 500
/** Attempts before the first frame. */
export const MAX_ATTEMPTS = 4
