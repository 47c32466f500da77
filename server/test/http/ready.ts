import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds after which a call is given up: one that meets a port just as its server goes may never be answered. */
const PATIENCE = 3000

/** What `/ready` of the server at this address says; 0 where nobody does. */
export async function readyStatus(address: string): Promise<number> {
  try {
    const response = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(PATIENCE) })
    await response.text()
    return response.status
  } catch {
    return 0
  }
}

/** Resolves when the server takes questions. */
export async function untilReady(address: string): Promise<void> {
  while ((await readyStatus(address)) !== 200) await sleep(100)
}
