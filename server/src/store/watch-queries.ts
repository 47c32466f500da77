import type { KyselyConfig } from 'kysely'

/** What statements are of, and their kinds. */
export const QUERIES = {
  of: ['main', 'drafts'],
  kind: ['select', 'insert', 'update', 'delete', 'other'],
} as const

/** A statement that was carried out, or failed. */
export interface WatchedQuery {
  of: (typeof QUERIES.of)[number]
  kind: (typeof QUERIES.kind)[number]
  /** Milliseconds. */
  duration: number
}

/** Hears of each query that was made. */
export type WatchQueries = (query: WatchedQuery) => void

const KINDS: Readonly<Record<string, WatchedQuery['kind']>> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
}

/** What Kysely is given so that its statements are told; without a watcher it measures nothing. */
export function watched(of: WatchedQuery['of'], watch: WatchQueries | undefined): Pick<KyselyConfig, 'log'> {
  if (watch === undefined) return {}
  return {
    log: ({ query, queryDurationMillis }) =>
      watch({ of, kind: KINDS[query.query.kind] ?? 'other', duration: queryDurationMillis }),
  }
}
