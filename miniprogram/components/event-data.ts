/** An event of a component, with what it tells. */
export type Told<Detail extends object> = WechatMiniprogram.CustomEvent<Detail>

/** A value that the template put on the tapped node as `data-<name>`. */
export function datum(event: WechatMiniprogram.BaseEvent, name: string): string {
  return String(event.currentTarget.dataset[name])
}
