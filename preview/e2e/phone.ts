import fs from 'node:fs'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

/** A browser of the size and theme of a phone. */
export interface Phone {
  page: Page
  /** Errors on the console or uncaught, beside those that a case expects. */
  problems: string[]
  close(): Promise<void>
}

/**
 * Of `--disable-features` the last one counts: what Playwright turns off is said again (its `disabledFeatures`, without those of other
 * systems), beside the lists that drop from the address bar. Each window, which is each phone here, loads those as two pages of their
 * own, which nobody sees: they were a third of what opening a phone costs the processor.
 */
const FEATURES_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/** Without these a browser looks for the internet, which a test has no business with. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join()}`,
  // A microphone that hears a beep each second, and is not asked for.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

export const ARTIFACTS = path.join(__dirname, '..', '..', 'artifacts', 'e2e')

/** CHROMIUM_PATH, else Debian's Chromium. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: FLAGS })
}

export interface PhoneOptions {
  theme?: 'light' | 'dark'
  /** The phone's own size unless given. */
  width?: number
  height?: number
  /** Pixels to a point; pictures for the README are finer. */
  scale?: number
  /** A cut link is an error on the console, and nothing to wonder at. */
  expectNetworkErrors?: boolean
  /** It has a screen that is touched. */
  touch?: boolean
}

/** A failed connection that a case brought about itself. */
const isNetworkError = (text: string): boolean =>
  /WebSocket connection to|Failed to load resource|net::ERR_/.test(text)

export async function openPhone(browser: Browser, options: PhoneOptions = {}): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 390, height: options.height ?? 844 },
    deviceScaleFactor: options.scale ?? 1,
    colorScheme: options.theme ?? 'light',
    locale: 'zh-CN',
    hasTouch: options.touch ?? false,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    if (options.expectNetworkErrors === true && isNetworkError(message.text())) return
    problems.push(message.text())
  })
  return { page, problems, close: () => context.close() }
}

/** Keeps a picture of the page, or of a part of it, in pixels, among the artefacts. */
export async function picture(
  page: Page,
  name: string,
  part?: { x: number; y: number; width: number; height: number },
): Promise<void> {
  fs.mkdirSync(ARTIFACTS, { recursive: true })
  await page.screenshot({
    path: path.join(ARTIFACTS, `${name}.png`),
    ...(part === undefined ? {} : { clip: part }),
  })
}
