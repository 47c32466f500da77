/** What went wrong in the running program, kept for the end-to-end tests, which read `window.preview`. */
export interface Reports {
  errors: string[]
  warnings: string[]
  /** setData values that a phone would lose. */
  lossy: string[]
}

export const reports: Reports = { errors: [], warnings: [], lossy: [] }

/** An error of mini-program code: on the console and in the reports. */
export function reportProgramError(error: unknown, where: string): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  reports.errors.push(`${where}: ${text}`)
  console.error(where, error)
}

/** Something a developer should know, told once however often it comes. */
export function reportWarning(message: string): void {
  if (reports.warnings.includes(message)) return
  reports.warnings.push(message)
  console.debug(message)
}

/** A value that setData would lose on a phone. */
export function reportLossy(message: string): void {
  reports.lossy.push(message)
  console.warn(message)
}

/** A component of an npm package, which follows rules of its own. */
export const isLibrary = (path: string): boolean => path.startsWith('miniprogram_npm/')
