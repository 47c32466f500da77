import type { Browser, Page } from 'playwright-core'
import { within } from '../../scripts/within'
import { ChatPage } from './chat-page'
import { openPhone, type Phone, type PhoneOptions, picture } from './phone'
import type { Piece } from './side-by-side'
import { type AnswerScript, type Product, type Stack, startStack } from './stack'

/** What a case is given: the running product and a way to open phones. */
export interface Bench {
  stack: Stack
  /** Opens the chat page on a phone of its own; the case fails if anything goes wrong there. `prepare` is done before it is opened. */
  openChat(options?: PhoneOptions, prepare?: (page: Page) => Promise<void>): Promise<ChatPage>
  /** Opens a phone at the preview without the chat. */
  openPhone(options?: PhoneOptions): Promise<Phone>
}

/** One promise of the product, kept in a real browser. */
export interface Case extends Piece {
  name: string
  /** Milliseconds that it may take, where it is a longer walk than others. */
  limit?: number
  /** What the model writes; without it the local tutor answers. */
  script?: AnswerScript
  run(bench: Bench): Promise<void>
}

const LIMIT_MS = 150_000

/** Nothing may go wrong unnoticed: no error on the console, none in the program, no value lost by setData. */
async function checkPhone(phone: Phone): Promise<void> {
  const reports = await phone.page.evaluate(() => window.preview?.reports)
  const problems = [...phone.problems, ...(reports?.errors ?? []), ...(reports?.lossy ?? [])]
  if (problems.length > 0) throw new Error(`the page reported:\n${problems.join('\n')}`)
}

/** Runs one case on a stack of its own. A failure keeps a picture and the end of the server's log. */
export async function runCase(
  browser: Browser,
  product: Product,
  testCase: Case,
): Promise<Error | undefined> {
  const stack = await startStack(product, testCase.script)
  const phones: Phone[] = []
  const bench: Bench = {
    stack,
    async openPhone(options) {
      const phone = await openPhone(browser, options)
      phones.push(phone)
      return phone
    },
    async openChat(options, prepare) {
      const phone = await bench.openPhone(options)
      await prepare?.(phone.page)
      const chat = new ChatPage(phone.page, stack.preview.address)
      await chat.open()
      return chat
    },
  }
  try {
    await within(testCase.limit ?? LIMIT_MS, testCase.run(bench))
    for (const phone of phones) await checkPhone(phone)
    return undefined
  } catch (error) {
    const name = `failed-${testCase.name.replace(/\W+/g, '-')}`
    for (const [index, phone] of phones.entries())
      await picture(phone.page, `${name}-${index}`).catch(() => undefined)
    const failure = error instanceof Error ? error : new Error(String(error))
    failure.message += `\nserver: ${stack.server.output.slice(-1500)}`
    return failure
  } finally {
    for (const phone of phones) await phone.close()
    await stack.close()
  }
}
