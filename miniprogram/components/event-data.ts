/** A value that the template put on the tapped node as `data-<name>`. */
export function datum(event: WechatMiniprogram.BaseEvent, name: string): string {
  return String(event.currentTarget.dataset[name])
}
