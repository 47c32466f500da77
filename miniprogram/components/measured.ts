import { optional } from '../platform/wx-host'

/** What a component can look for its nodes with, where the host has it. */
interface Measuring {
  createSelectorQuery?(): WechatMiniprogram.SelectorQuery
}

/** Tells where the component's node that `selector` names is; a host that cannot tell never does. */
export function measured(
  component: Measuring,
  selector: string,
  told: (rect: WechatMiniprogram.BoundingClientRectCallbackResult) => void,
): void {
  optional(() =>
    component
      .createSelectorQuery?.()
      .select(selector)
      .boundingClientRect((rect) => {
        if (rect) told(rect)
      })
      .exec(),
  )
}
