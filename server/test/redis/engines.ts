import { backends } from '../store/backends'

const [postgres] = backends.filter(({ name }) => name === 'PostgreSQL')

/** A Redis of the tests' own: whatever it has is theirs. */
const { TEST_REDIS_URL: redisUrl } = process.env

/** What servers of several machines share, where both are there (`TEST_DATABASE_URL`, `TEST_REDIS_URL`). */
export const engines = postgres === undefined || redisUrl === undefined ? undefined : { postgres, redisUrl }

/** What is tried on both; skipped where they are not there. */
export const describeShared = engines === undefined ? describe.skip : describe
