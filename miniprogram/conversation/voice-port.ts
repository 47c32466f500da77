/** What the server does with speech. `program.ts` binds it. */
export interface VoicePort {
  /** What it offers, and how long a recording may be, in seconds. */
  offered(): Promise<{ listen: boolean; speak: boolean; seconds: number }>
  transcribe(path: string): Promise<string>
  speak(text: string): Promise<string>
}
