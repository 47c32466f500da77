import path from 'node:path'
import type { FileChooser, Locator, Page } from 'playwright-core'
import { chatMessages } from '../../miniprogram/messages/chat.zh-CN'
import { messages } from '../../miniprogram/messages/zh-CN'

/** Pictures of pages of homework. */
export const PAGES = path.join(__dirname, '..', '..', 'server', 'test', 'fixtures', 'pages')

/** The chat page as a student uses it. */
export class ChatPage {
  constructor(
    readonly page: Page,
    private readonly address: string,
  ) {
    // The browser is told to hand its file dialogs over on another way than it is told of keys, which are heard first: a dialog
    // that a key opens would come before that. So it is told from the beginning.
    page.on('filechooser', () => undefined)
  }

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
  addPhotos(...names: string[]): Promise<void> {
    return this.addPhotosBy(() => this.button(messages.composer.add).click(), ...names)
  }

  /** The same, where the dialog is opened another way. */
  async addPhotosBy(open: () => Promise<void>, ...names: string[]): Promise<void> {
    await this.choose(
      names.map((name) => path.join(PAGES, name)),
      open,
    )
    await this.photo(names.length, names.length).waitFor()
  }

  /** Chooses files by the dialog that `open` opens: a tap on the camera unless it says otherwise. */
  async choose(
    files: Parameters<FileChooser['setFiles']>[0],
    open = () => this.button(messages.composer.add).click(),
  ): Promise<void> {
    const dialog = this.page.waitForEvent('filechooser')
    await open()
    await (await dialog).setFiles(files)
  }

  async send(question: string): Promise<void> {
    await this.page.locator('textarea').fill(question)
    await this.button(chatMessages.modes.solve.name).click()
  }

  /** A page in the tray, by its number. */
  photo(number: number, of: number): Locator {
    return this.page.getByRole('button', { name: messages.photos.label(number, of, '') })
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
    await this.button(messages.answer.up).last().waitFor({ timeout: 90_000 })
  }

  /**
   * All that the last answer says once it is finished and its formulas are laid out, without the space that the layout makes.
   * What is far from sight is not on the page: it is scrolled through, from the end to the beginning.
   */
  async finishedAnswer(): Promise<string> {
    await this.finished()
    const read: string[] = []
    const deadline = Date.now() + 20_000
    for (;;) {
      const passages = await this.passages()
      for (const [place, text] of passages.entries()) if (text !== undefined) read[place] = text
      const isWhole = passages.length > 0 && passages.every((_, place) => read[place] !== undefined)
      if (isWhole) return read.join('')
      if (Date.now() > deadline) throw new Error(`an answer that cannot be read: ${JSON.stringify(read)}`)
      await this.page.mouse.move(195, 400)
      await this.page.mouse.wheel(0, -300)
      await this.page.waitForTimeout(150)
    }
  }

  /** Where the answer ends. */
  async toEnd(): Promise<void> {
    await this.page.mouse.move(195, 400)
    await this.page.mouse.wheel(0, 100_000)
    await this.page.waitForTimeout(500)
  }

  /**
   * The text of each passage of the last answer; `undefined` where it is folded, not drawn yet, or shows a formula's source
   * (`tex`, behind the prefix of its component's styles).
   */
  private passages(): Promise<(string | undefined)[]> {
    return this.page
      .locator('answer-content')
      .last()
      .locator('answer-passage')
      .evaluateAll((passages) =>
        passages.map((passage) => {
          const text = (passage.textContent ?? '').replace(/\s+/g, '')
          return text === '' || passage.querySelector('[class$="--tex"]') !== null ? undefined : text
        }),
      )
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

  /** What stands of the last answer on the page, without the space that the layout makes. */
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
