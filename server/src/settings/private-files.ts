/**
 * From now on what this process makes is for its own user alone: folders 0700, files 0600, those that SQLite makes beside its own as well.
 * Everything here is of students, and most machines would let every user read it (umask 022). What is there already stays as it is.
 */
export function keepFilesPrivate(): void {
  process.umask(0o077)
}
