import NodeEnvironment from 'jest-environment-node'
import { closedAgain, openNow } from './left-open'

/** Node, for a file of tests that fails where it leaves anything open. */
export default class ClosedNodeEnvironment extends NodeEnvironment {
  private readonly before = openNow()

  override async teardown(): Promise<void> {
    await super.teardown()
    await closedAgain(this.before)
  }
}
