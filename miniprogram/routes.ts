/** The program's pages, as `wx.navigateTo` takes them. Those of the mistake book lie in a sub-package (app.json). */
export const ROUTES = {
  chat: '/pages/chat/chat',
  mistakes: '/study/pages/mistakes/mistakes',
  mistake: '/study/pages/mistake/mistake',
  review: '/study/pages/review/review',
  me: '/study/pages/me/me',
} as const

/** A page with a value for its `onLoad`. */
export function routeWith(route: string, name: string, value: string): string {
  return `${route}?${name}=${encodeURIComponent(value)}`
}
