/** A name that nothing else has: the time (`date`, milliseconds since the epoch) and 20 random characters. */
export function randomId(date: number, random: () => number): string {
  let tail = ''
  while (tail.length < 20) tail += Math.floor(random() * 36).toString(36)
  return `${date.toString(36)}-${tail}`
}
