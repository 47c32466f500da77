/**
 * What mini-program code finds as globals. WeChat wraps every script in a function whose parameters hide the
 * browser; so does the preview, or code would run here that dies on a phone.
 */

/** Given by the host. */
export const PROVIDED_GLOBALS = [
  'wx',
  'App',
  'Page',
  'Component',
  'Behavior',
  'getApp',
  'getCurrentPages',
  'getRegExp',
  'getDate',
  'wxsRuntime',
  'requireLater',
] as const

/** What a browser has and a phone has not, or not on every device: undefined in the preview too. */
export const HIDDEN_GLOBALS =
  `window self frames parent top document location navigator history screen localStorage
  sessionStorage indexedDB caches fetch XMLHttpRequest WebSocket EventSource Worker FormData Headers Request Response
  URL URLSearchParams TextDecoder TextEncoder AbortController AbortSignal structuredClone crypto performance Blob File
  FileReader Image Audio DOMParser Node Element HTMLElement Event CustomEvent EventTarget MutationObserver
  ResizeObserver IntersectionObserver getComputedStyle matchMedia requestAnimationFrame cancelAnimationFrame
  requestIdleCallback queueMicrotask alert confirm prompt atob btoa Intl ReadableStream WritableStream
  TransformStream MessageChannel BroadcastChannel postMessage`.split(/\s+/)

/** The parameters of the function around the program's code. */
export const WRAPPER_PARAMETERS: readonly string[] = [...PROVIDED_GLOBALS, ...HIDDEN_GLOBALS]
