import JsdomEnvironment from 'jest-environment-jsdom'
import { closedAgain, openNow } from './left-open'

/** A document in Node, for a file of tests that fails where it leaves anything open. */
export default class ClosedJsdomEnvironment extends JsdomEnvironment {
  private readonly before = openNow()

  override async teardown(): Promise<void> {
    await super.teardown()
    await closedAgain(this.before)
  }
}
