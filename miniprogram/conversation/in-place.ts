import type { ListedSession } from '../../typings/protocol'

/**
 * A list under a student's eyes, made true by the first `count` that the server has now, `found`: what is gone disappears, what was
 * missing between others stands there, what is new behind them follows, and nothing else moves. One that was answered on
 * another device, and is the first one there, stays where it is until the list is begun anew; so what is new in front of all waits.
 */
export function inPlace(
  list: readonly ListedSession[],
  found: readonly ListedSession[],
  count: number,
): ListedSession[] {
  const now = new Map(found.map((each) => [each.id, each]))
  const oldest = found.length < count ? undefined : found[found.length - 1]
  const isThere = (each: ListedSession): boolean =>
    now.has(each.id) || (oldest !== undefined && each.last_active_at < oldest.last_active_at)
  const kept = list.filter(isThere)
  const missing = behind(kept, found)
  // None of them stands where it stood: the server's order is the only one.
  if (missing === undefined) return [...found]
  return kept.flatMap((each) => [now.get(each.id) ?? each, ...(missing.get(each.id) ?? [])])
}

/** What is found of no place in the list, by whom it stands behind; `undefined` where there is nobody to stand behind. */
function behind(
  list: readonly ListedSession[],
  found: readonly ListedSession[],
): ReadonlyMap<string, ListedSession[]> | undefined {
  const times = new Map(list.map((each) => [each.id, each.last_active_at]))
  const missing = new Map<string, ListedSession[]>()
  let place: string | undefined
  for (const each of found) {
    const time = times.get(each.id)
    if (time === each.last_active_at) place = each.id
    else if (time === undefined && place !== undefined)
      missing.set(place, [...(missing.get(place) ?? []), each])
  }
  return place === undefined ? undefined : missing
}
