export { type Outcome, tryPromises } from './check-server'
export { type Target, targetOf } from './target'
