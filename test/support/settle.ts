/** Lets everything that waits for a promise go on. No time goes by. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve()
}
