/** Seconds of a spoken question. docs/protocol.md, "Plain calls". */
export const SPEECH_SECONDS = 60
/** Bytes of its recording. docs/protocol.md, "Plain calls". */
export const RECORDING_BYTES = 5 * 1024 * 1024
/** Characters that are read aloud at once. docs/protocol.md, "Plain calls". */
export const SPOKEN_CHARACTERS = 4096
