/** Seconds of a spoken question. PROTOCOL §5. */
export const SPEECH_SECONDS = 60
/** Bytes of its recording. PROTOCOL §5. */
export const RECORDING_BYTES = 5 * 1024 * 1024
/** Characters that are read aloud at once. PROTOCOL §5. */
export const SPOKEN_CHARACTERS = 4096
