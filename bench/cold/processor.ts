/** Milliseconds of the processor that the work takes, those of other threads (compiler, collector) with them. */
export function processorTimeOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
