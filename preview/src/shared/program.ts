/** What the compiler hands to the host in the browser: the mini-program's parts, by path. */

/** A component's or page's JSON file, with every component path made absolute. */
export interface ComponentConfig {
  component?: boolean
  usingComponents: Record<string, string>
  /** What stands for a component until it is needed and its code has been run. */
  componentPlaceholder?: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  styleIsolation?: string
  disableScroll?: boolean
  /** `portrait` where it is not given. */
  pageOrientation?: string
  navigationStyle?: string
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  backgroundColor?: string
  backgroundColorContent?: string
  onReachBottomDistance?: number
}

/** The part of `window` in app.json that the host draws. */
export interface WindowConfig {
  pageOrientation?: string
  navigationStyle?: string
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  backgroundColor?: string
  backgroundColorContent?: string
  backgroundTextStyle?: string
  onReachBottomDistance?: number
}

/** app.json, as far as the preview knows it. */
export interface AppConfig {
  pages: string[]
  window?: WindowConfig
  usingComponents?: Record<string, string>
  subPackages?: SubPackage[]
  subpackages?: SubPackage[]
  style?: string
  darkmode?: boolean
  themeLocation?: string
}

export interface SubPackage {
  root: string
  pages: string[]
}

export type ThemeName = 'light' | 'dark'

/** theme.json: the variables that app.json and page JSON write as `@name`. */
export type ThemeVariables = Record<ThemeName, Record<string, string>>

/** One component or page as it is described to the host. */
export interface ComponentDescription {
  path: string
  config: ComponentConfig
  /** Prefix of its class names; none where its styles are shared with the page. */
  scope?: string
}

/** Everything about a program that is data. */
export interface ProgramDescription {
  app: AppConfig
  theme: ThemeVariables
  pages: string[]
  /** CSS text by path; `app` is app.wxss. */
  styles: Record<string, string>
  components: ComponentDescription[]
}

/** A program's code, made by calling the bundle's function with WeChat's globals. */
export interface ProgramCode {
  /** The template compiler's output: a generator function by path. */
  templates: Record<string, unknown>
  /** By path: runs the script, which calls `Component()` or `Page()`. */
  scripts: Record<string, () => void>
  /** Runs app.ts, which calls `App()`. */
  runApp: () => void
}
