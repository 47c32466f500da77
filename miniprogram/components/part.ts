/** The methods of a component, by what its `Component({…})` gives: what a template's owner can call of it. */
export type Methods<Made> =
  Made extends WechatMiniprogram.Component.TypeSignature<infer _Data, infer _Properties, infer Own>
    ? Own
    : never

/**
 * The child component that a template names by `selector`, as the methods it offers; nothing while it is not there.
 * The template and the caller belong to one component: only there is it known which component the selector means.
 */
export function part<Offered>(
  host: { selectComponent(selector: string): unknown },
  selector: string,
): Offered | undefined {
  const found = host.selectComponent(selector)
  return typeof found === 'object' && found !== null ? (found as Offered) : undefined
}
