import NodeEnvironment from 'jest-environment-node'
import { closedAgain, openNow, type TestEvent } from './left-open'

/** Node, for a file of tests that fails where it leaves anything open. */
export default class ClosedNodeEnvironment extends NodeEnvironment {
  private readonly before = openNow()
  private hasFailed = false

  async handleTestEvent({ name, test }: TestEvent): Promise<void> {
    this.hasFailed ||= name === 'test_done' && test !== undefined && test.errors.length > 0
  }

  override async teardown(): Promise<void> {
    await super.teardown()
    // Where a test failed it may not have come to what closes, and it is the failure that has to be told.
    if (!this.hasFailed) await closedAgain(this.before)
  }
}
