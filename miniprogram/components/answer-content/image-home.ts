let home = (): string => ''

/** Images of answers whose addresses begin with `/` are held by the server with this origin. Asked each time: it may change. */
export function imagesComeFrom(origin: () => string): void {
  home = origin
}

/** The origin of such images; empty where the program said nothing. */
export function imageHome(): string {
  return home()
}
