import type { ThemeName } from '../shared/program'
import { createEmitter } from './emitter'

/**
 * The colour scheme: the browser's, unless the phone frame around the app asked for another. Style sheets ask by
 * `@media (prefers-color-scheme)`, which a page cannot set: for a forced theme the condition is rewritten.
 */
const system = window.matchMedia('(prefers-color-scheme: dark)')
let forced: ThemeName | undefined

/** Tells the new theme after every change. */
export const themeChanges = createEmitter<ThemeName>()

export const currentTheme = (): ThemeName => forced ?? (system.matches ? 'dark' : 'light')

const apply = (before: ThemeName): void => {
  document.documentElement.dataset.theme = currentTheme()
  document.documentElement.style.colorScheme = currentTheme()
  if (currentTheme() !== before) themeChanges.emit(currentTheme())
}

/** Sets the theme whatever the browser prefers; undefined goes back to the browser's. */
export function forceTheme(theme: ThemeName | undefined): void {
  const before = currentTheme()
  forced = theme
  apply(before)
}

/** CSS for the theme in force. */
export function themedCss(css: string): string {
  if (forced === undefined) return css
  const dark = forced === 'dark'
  return css
    .replace(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g, dark ? '(min-width: 0)' : '(max-width: 0)')
    .replace(/\(\s*prefers-color-scheme\s*:\s*light\s*\)/g, dark ? '(max-width: 0)' : '(min-width: 0)')
}

const isTheme = (value: unknown): value is ThemeName => value === 'light' || value === 'dark'

/** Follows the browser's scheme and the frame's toggle (a message `{theme}`), and the address's `?theme=`. */
export function watchTheme(): void {
  const asked = new URLSearchParams(location.search).get('theme')
  if (isTheme(asked)) forced = asked
  system.addEventListener('change', () => {
    if (forced === undefined) apply(currentTheme() === 'dark' ? 'light' : 'dark')
  })
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const data = event.data
    if (event.origin !== location.origin || typeof data !== 'object' || data === null) return
    if ('theme' in data && isTheme(data.theme)) forceTheme(data.theme)
  })
  apply(currentTheme())
}
