/** A new request id: the time and 20 random characters, so that no two questions of a user share one. */
export function newRequestId(date: number, random: () => number): string {
  let tail = ''
  while (tail.length < 20) tail += Math.floor(random() * 36).toString(36)
  return `${date.toString(36)}-${tail}`
}
