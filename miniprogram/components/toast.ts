import { part } from './part'

/** The methods of `t-toast`. */
interface Toast {
  show(options: { message: string; placement: string; duration: number }): void
}

/** Milliseconds for which words stand. */
const SAID_FOR = 2000

/** Says something in passing, by the `t-toast` of a page that is named `toast`. */
export function sayOn(
  page: Parameters<typeof part>[0],
  message: string,
  placement: 'middle' | 'top' = 'middle',
): void {
  part<Toast>(page, '#toast')?.show({ message, placement, duration: SAID_FOR })
}
