/**
 * How long an end may take, in milliseconds, said once: the systemd unit, the compose files and the manual of the container give the server
 * longer than {@link LONGEST_END}, and a test compares them.
 */
export const END_TIMES = {
  /** Answers under way get so long when a service manager ends the server. */
  service: 60_000,
  /** The same where a developer does, or the parent process is gone. */
  desk: 3_000,
  /** After its answers a process closes what it holds within so long, or ends without. */
  closing: 15_000,
  /** A worker that does not even do that is killed by its parent so long after its answers had to be over. */
  killed: 20_000,
} as const

/** Milliseconds from SIGTERM until nothing of the server runs, whatever hangs. */
export const LONGEST_END = END_TIMES.service + END_TIMES.killed
