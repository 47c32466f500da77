/** Attributes of a project as the official server would give them; the package's typings leave this module out. */
declare module 'miniprogram-ci/dist/config/config' {
  export const DefaultProjectAttr: Record<string, unknown>
}
