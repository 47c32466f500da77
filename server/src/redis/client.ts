/** A chunk of its own in what is built (scripts/server/build-server.ts): who has no Redis does not load it. */
export { Redis } from 'ioredis'
