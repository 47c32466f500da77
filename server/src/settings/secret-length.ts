/** Characters of the secret that signs logins, wherever it comes from: with fewer it could be tried out. What is made here has 64. */
export const SHORTEST_SECRET = 32
