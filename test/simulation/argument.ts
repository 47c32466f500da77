/** What follows `--name` on the command line; nothing where it is not given. */
export function argument(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}
