import NodeEnvironment from 'jest-environment-node'
import { LeftOpen, type TestEvent } from './left-open'

/** Node, for a file of tests that fails where it leaves anything open. */
export default class ClosedNodeEnvironment extends NodeEnvironment {
  private readonly left = new LeftOpen()

  async handleTestEvent(event: TestEvent): Promise<void> {
    this.left.heard(event)
  }

  override async teardown(): Promise<void> {
    await super.teardown()
    await this.left.closedAgain()
  }
}
