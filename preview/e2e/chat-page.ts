import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { messages } from '../../miniprogram/messages/zh-CN'

const PAGES = path.join(__dirname, '..', '..', 'server', 'test', 'fixtures', 'pages')

/** The chat page as a student uses it. */
export class ChatPage {
  constructor(
    readonly page: Page,
    private readonly address: string,
  ) {}

  async open(): Promise<void> {
    const words = Object.values(messages.status).flatMap((word) => (typeof word === 'string' ? [word] : []))
    await this.page.addInitScript(recordWords, words)
    await this.page.goto(`${this.address}/app.html`)
    await this.page.locator('html[data-ready]').waitFor()
  }

  /** As a student who pulls the page down, or comes back to a program that the phone had ended. */
  async reload(): Promise<void> {
    await this.page.reload()
    await this.page.locator('html[data-ready]').waitFor()
  }

  /** Chooses page images by the file dialog, and waits until they are uploaded. */
  async addPhotos(...names: string[]): Promise<void> {
    const dialog = this.page.waitForEvent('filechooser')
    await this.button(messages.composer.add).click()
    const chooser = await dialog
    await chooser.setFiles(names.map((name) => path.join(PAGES, name)))
    await this.page.getByLabel(messages.composer.photo(names.length)).waitFor()
  }

  async send(question: string): Promise<void> {
    await this.page.locator('textarea').fill(question)
    await this.button(messages.composer.send).click()
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** The words under the answer while it is under way. */
  words(text: string): Locator {
    return this.page.getByText(text, { exact: true })
  }

  /** Every state that the page put into words so far, in order. */
  async seenWords(): Promise<string[]> {
    return this.page.evaluate(() => window.seenWords)
  }

  /** Waits until the last answer is finished and saved: only then can it be rated. */
  async finished(): Promise<void> {
    await this.page.getByText(messages.answer.up, { exact: true }).last().waitFor({ timeout: 90_000 })
  }

  /** What the last answer says once it is finished and its formulas are laid out, which is a moment after their text is there. */
  async finishedAnswer(): Promise<string> {
    await this.finished()
    const source = this.page.locator('answer-content').last().locator('.tex')
    await source.first().waitFor({ state: 'detached', timeout: 15_000 })
    return this.answer()
  }

  /** Waits until so many characters of the last answer can be read. */
  async written(characters: number): Promise<void> {
    const deadline = Date.now() + 60_000
    while ((await this.answer()).length < characters) {
      if (Date.now() > deadline)
        throw new Error(`no ${characters} characters of an answer: ${await this.answer()}`)
      await this.page.waitForTimeout(50)
    }
  }

  /** What the last answer says, without the space that the layout makes. */
  async answer(): Promise<string> {
    const content = this.page.locator('answer-content').last()
    if ((await content.count()) === 0) return ''
    return ((await content.textContent()) ?? '').replace(/\s+/g, '')
  }

  /** What the page reported: errors, values that setData loses. */
  async reports(): Promise<{ errors: string[]; lossy: string[] }> {
    return this.page.evaluate(() => window.preview.reports)
  }
}

declare global {
  interface Window {
    seenWords: string[]
  }
}

/**
 * Runs in the page before anything else: some words stand for a moment only. No function in it has a name, since a
 * transpiler would call a helper to keep it, which the page does not have.
 */
function recordWords(words: string[]): void {
  window.seenWords = []
  const observer = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      for (const root of [target, ...addedNodes]) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
        for (let node: Node | null = root; node !== null; node = walker.nextNode()) {
          const text = node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? '') : ''
          if (words.includes(text) && window.seenWords.at(-1) !== text) window.seenWords.push(text)
        }
      }
    }
  })
  observer.observe(document, { childList: true, subtree: true, characterData: true })
}
