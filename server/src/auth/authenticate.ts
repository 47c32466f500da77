/** Who holds an access token, given with or without `Bearer `. Rejects with `AuthError`. */
export type Authenticate = (token: string) => Promise<{ userId: string }>
