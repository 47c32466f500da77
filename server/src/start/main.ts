import { loadBundle } from './load-bundle'

/** `dist/server/main.js`: the server as it was built beside it. */
loadBundle(__dirname)
