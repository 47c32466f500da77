/** Where a link may lead: it is only copied to the clipboard, but never a script or a file of the phone. */
export function safeLink(url: string): string {
  return /^(?:https?:\/\/|mailto:)/i.test(url) && !/[\s\p{Cc}]/u.test(url) ? url : ''
}

/** Where an image may come from: the network by https, the service's own files, and the program's own. */
export function safeImage(url: string): string {
  return /^(?:https:\/\/|wxfile:\/\/|\/api\/v1\/files\/)/i.test(url) && !/[\s\p{Cc}]/u.test(url) ? url : ''
}
