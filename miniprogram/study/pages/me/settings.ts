import { type Look, TEXT_SIZES, THEMES } from '../../../look/appearance'
import { meMessages as words } from '../../messages/me.zh-CN'

/** What can be set, asked for or done, in the order in which it stands on the page. */
export type Setting = 'appearance' | 'size' | 'privacy' | 'cache' | 'export' | 'about' | 'erase'

interface SettingView {
  id: Setting
  icon: string
  title: string
  /** What is chosen. */
  note: string
}

/** The lines of settings, with what is chosen in each. */
export function settingViews({ theme, size }: Look, cache: string): SettingView[] {
  return [
    { id: 'appearance', icon: 'sunny', title: words.appearance, note: words.themes[theme] },
    { id: 'size', icon: 'text', title: words.size, note: words.sizes[size] ?? '' },
    { id: 'privacy', icon: 'secured', title: words.privacy, note: '' },
    { id: 'cache', icon: 'clear', title: words.cache, note: cache },
    { id: 'export', icon: 'upload', title: words.export, note: '' },
    { id: 'about', icon: 'info-circle', title: words.about, note: '' },
    { id: 'erase', icon: 'delete', title: words.erase, note: '' },
  ]
}

/** What the colours are called, in the order of `THEMES`. */
export const themeNames: string[] = THEMES.map((theme) => words.themes[theme])
/** What the sizes of text are called, in the order of `TEXT_SIZES`. */
export const sizeNames: string[] = TEXT_SIZES.map((size) => words.sizes[size] ?? '')

/** What a grade is called; nothing for none. */
export function gradeName(grade: number | null): string {
  return grade === null ? '' : (words.grades[grade - 1] ?? '')
}

/** The grades to choose from, none first. */
export const gradeNames: string[] = [words.gradeNone, ...words.grades]
