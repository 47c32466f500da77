import type { ChunkedRequestOptions, ChunkedRequests, ResponseHead } from '../../platform/ports'
import { EventLink } from '../event-link'
import { isRefusal } from '../http-refusal'
import type { Link, LinkHandlers } from '../link'

/** What a link over a tutor's chunked request tells. After `refused`, `unsupported` or `lost`, or once it was given up, nothing more. */
export interface FallbackHandlers extends LinkHandlers {
  /** An HTTP status of 400 and more; `text`: its body, or the first event of that. */
  refused(head: ResponseHead, text: string): void
  /** The host turned out to have no chunked requests: nothing was tried. */
  unsupported(): void
}

/** A tutor's frames over a chunked request. Comments keep a proxy awake, and mean nothing: a server that sends events sends keepalives too. */
export function fallbackLink(
  requests: ChunkedRequests,
  request: ChunkedRequestOptions,
  handlers: FallbackHandlers,
): Link {
  const link: Link = new EventLink(requests, request, {
    opened: () => handlers.opened(),
    event: ({ data }, head) => {
      if (data === undefined) return
      if (isRefusal(head)) {
        // What comes behind it is of no attempt any more.
        link.giveUp()
        handlers.refused(head, data)
      } else handlers.message(data)
    },
    ended: (end) => {
      const detail = `the answer ended with HTTP ${end.status}`
      if (isRefusal(end)) handlers.refused(end, end.text)
      else handlers.lost({ kind: 'closed', detail })
    },
    lost: (reason) => {
      if (reason.kind === 'unsupported') handlers.unsupported()
      else handlers.lost(reason)
    },
  })
  return link
}
