import JsdomEnvironment from 'jest-environment-jsdom'
import { LeftOpen, type TestEvent } from './left-open'

/** A document in Node, for a file of tests that fails where it leaves anything open. */
export default class ClosedJsdomEnvironment extends JsdomEnvironment {
  private readonly left = new LeftOpen()

  async handleTestEvent(event: TestEvent): Promise<void> {
    this.left.heard(event)
  }

  override async teardown(): Promise<void> {
    await super.teardown()
    await this.left.closedAgain()
  }
}
