import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { inject, onTestFinished, TestRunner } from 'vitest'
import { type Extent, findViolations } from './accessibility.ts'

export interface BrowserOptions {
  javaScript?: boolean
  language?: 'en' | 'ko'
  colorScheme?: 'light' | 'dark'
  viewport?: 'phone' | 'desktop'
}

/** A page with cookies of its own. Opened inside a test it is closed when that test ends. */
export interface BrowserPage {
  page: Page
  /** URLs beyond loopback that this page, or one that it opened, asked for; none is ever reached. */
  requestsElsewhere(): string[]
  /**
   * Errors of the console: breaches of the Content Security Policy, scripts that throw, files that are missing. None is
   * that a page itself was answered by 4xx, nor that there is no /favicon.ico, which no page asks for.
   */
  consoleErrors(): string[]
  /** What axe finds against WCAG 2.2 AA and its best practices, each as `rule: what is wrong (where)`. Needs JavaScript. */
  checkAccessibility(extent?: Extent, within?: string): Promise<string[]>
  /** Writes docs/pictures/NAME.png where LATCHKEY_PICTURES is 1; otherwise it does nothing. */
  screenshot(name: string): Promise<void>
  close(): Promise<void>
}

/** In CSS pixels; the phone is as narrow as WCAG 2.2 asks for (1.4.10). */
const viewports = {
  phone: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1024, height: 768 } },
}

const locales = { en: 'en-US', ko: 'ko-KR' }

export async function openBrowser(options: BrowserOptions = {}): Promise<BrowserPage> {
  const { javaScript = true, language = 'en', colorScheme = 'light', viewport = 'desktop' } = options
  const browser = await connect()
  const context = await browser.newContext({
    ...viewports[viewport],
    javaScriptEnabled: javaScript,
    locale: locales[language],
    timezoneId: 'UTC',
    colorScheme,
    ignoreHTTPSErrors: true, // certificates of tests are their own authority
  })
  context.setDefaultTimeout(10_000)
  if (TestRunner.getCurrentTest()) onTestFinished(() => context.close())
  const records = record(context)
  const page = await context.newPage()
  return {
    page,
    ...records,
    checkAccessibility: async (extent = 'everything', within = 'html') => {
      // It would wait for a timer that never rings.
      if (!javaScript) throw new Error('axe needs JavaScript: check a page that was opened with it')
      return findViolations(page, extent, within)
    },
    screenshot: (name) => savePicture(page, name),
    close: () => context.close(),
  }
}

let connected: Promise<Browser> | undefined

/** Once per worker; the browser itself is started by the first of them. */
function connect(): Promise<Browser> {
  connected ??= askForBrowser().then((endpoint) => chromium.connect(endpoint))
  return connected
}

async function askForBrowser(): Promise<string> {
  const door = inject('browserDoor')
  if (!door) throw new Error('there is no Chromium here: skip by findChromium()')
  const answer = await fetch(door)
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

function record(context: BrowserContext): Pick<BrowserPage, 'requestsElsewhere' | 'consoleErrors'> {
  const elsewhere: string[] = []
  const errors: string[] = []
  const pages = new Set<string>()
  context.on('request', (request) => {
    if (request.isNavigationRequest()) pages.add(request.url())
    if (leavesLoopback(new URL(request.url()))) elsewhere.push(request.url())
  })
  context.on('console', (message) => {
    const [url = ''] = message.location().url.split('#') // a request has no fragment, its error does
    const isAnswer = message.text().startsWith('Failed to load resource: the server responded with')
    if (message.type() !== 'error') return
    if (isAnswer && (pages.has(url) || url.endsWith('/favicon.ico'))) return
    errors.push(`${message.text()} (${url})`)
  })
  context.on('weberror', (thrown) => errors.push(String(thrown.error())))
  return { requestsElsewhere: () => elsewhere, consoleErrors: () => errors }
}

function leavesLoopback({ protocol, hostname }: URL): boolean {
  return /^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1' && hostname !== 'localhost'
}

const pictures = join(import.meta.dirname, '../../docs/pictures')

async function savePicture(page: Page, name: string): Promise<void> {
  if (process.env.LATCHKEY_PICTURES !== '1') return
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, animations: 'disabled' })
}
