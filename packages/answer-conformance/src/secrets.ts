/** Characters below which a word that stands for a token is too common to be taken out of everything else. */
const SHORTEST = 8

/** Whether a field of a message is a token: what is printed is kept in logs, and handed on. */
export function isSecret(name: string, value: unknown): value is string {
  return typeof value === 'string' && /token|authorization/i.test(name)
}

/** All tokens in messages, however deep. */
export function secretsIn(said: unknown): string[] {
  if (typeof said !== 'object' || said === null) return []
  return Object.entries(said).flatMap(([name, value]) => (isSecret(name, value) ? [value] : secretsIn(value)))
}

/** A text without these tokens, as they are and as JSON writes them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .map((secret) => secret.replace(/^Bearer\s+/i, ''))
    .filter(({ length }) => length >= SHORTEST)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .sort((one, other) => other.length - one.length)
    .reduce((left, secret) => left.split(secret).join('…'), text)
}
