import { BlockList, isIP } from 'node:net'

/** Names for several addresses at once. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  loopback: ['127.0.0.0/8', '::1'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Whether a caller may say for whom it calls; `hop` is 0 for the connection itself, 1 for the last entry of the header. */
export type TrustProxy = (address: string, hop: number) => boolean

/**
 * Reads a list such as `loopback, 10.0.0.5, 192.168.1.0/24`; `undefined` where one of its entries is no address. Only the
 * connection itself is ever trusted, so only the last entry of `X-Forwarded-For` counts: all others are as the caller
 * wrote them.
 */
export function trustedProxies(list: string): TrustProxy | undefined {
  const entries = list.split(',').flatMap((entry) => GROUPS[entry.trim()] ?? entry.trim())
  const trusted = new BlockList()
  if (!entries.every((entry) => add(trusted, entry))) return undefined
  return (address, hop) => hop === 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Whether an address is this machine's own, also where IPv4 is written as IPv6. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return trustedProxies('loopback')?.(plain, 0) ?? false
}

function add(trusted: BlockList, entry: string): boolean {
  const [address = '', length, ...rest] = entry.split('/')
  const version = isIP(address)
  const bits = version === 6 ? 128 : 32
  if (version === 0 || rest.length > 0) return false
  if (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= bits)) return false
  trusted.addSubnet(address, Number(length ?? bits), version === 6 ? 'ipv6' : 'ipv4')
  return true
}
