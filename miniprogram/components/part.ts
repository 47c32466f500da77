/**
 * The child component that a template names by `selector`, as the methods it offers; nothing while it is not there.
 * The template and the caller belong to one component: only there is it known which component the selector means.
 */
export function part<Methods>(
  host: { selectComponent(selector: string): unknown },
  selector: string,
): Methods | undefined {
  const found = host.selectComponent(selector)
  return typeof found === 'object' && found !== null ? (found as Methods) : undefined
}
