import ipaddr from 'ipaddr.js';

/**
 * The addresses to which the hub may send when a partner names them: https on port 443 of hosts whose every address is public. They
 * are checked at registration and at each connection (sender.ts).
 */

/** Every address of a name, A and AAAA. */
export type FindAddresses = (name: string) => Promise<readonly string[]>;

export interface AddressRules {
  /** For the embedded hub: loopback passes too, with http and on any port. */
  readonly loopbackAllowed: boolean;
  readonly resolve: FindAddresses;
}

/** The kind that the addresses of a host must be of. */
export type Range = 'unicast' | 'loopback';

const isLoopbackName = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');

/** Whether no public resolver knows this name, whatever a local one makes of it. */
const isInternalName = (name: string): boolean =>
  !name.includes('.') ||
  ['.local', '.localhost', '.internal', '.home.arpa'].some((end) => name.endsWith(end));

/** The host without the brackets of an IPv6 address and the dot of the root. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');

/** All IPv6 addresses that are given out. The library calls the rest unicast too, among them `::7f00:1` (IPv4-compatible). */
const ISSUED_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether the hub may connect to this address. An IPv4 address within an IPv6 address counts as that IPv4 address. */
export const isAllowed = (adres: string, range: Range): boolean => {
  if (!ipaddr.isValid(adres)) return false;
  const parsed = ipaddr.process(adres);
  if (parsed.range() !== range) return false;
  return range === 'loopback' || parsed.kind() === 'ipv4' || parsed.match(ISSUED_IPV6);
};

/** The kind that the addresses of this host must be of: public, unless loopback is allowed and the host names it. */
export const rangeOf = (host: string, loopbackAllowed: boolean): Range =>
  loopbackAllowed && (isLoopbackName(host) || isAllowed(host, 'loopback')) ? 'loopback' : 'unicast';

const NO_PUBLIC_ADDRESS = 'moet naar een openbaar internetadres wijzen';

/** Faults that the URL itself shows, in the words of the API. */
export const urlFaults = (url: URL, loopbackAllowed: boolean): readonly string[] => {
  const host = hostOf(url);
  const loopback = rangeOf(host, loopbackAllowed) === 'loopback';
  const errors: string[] = [];
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:')) {
    errors.push('moet met https:// beginnen');
  } else if (url.port !== '' && !loopback) {
    errors.push('mag alleen poort 443 gebruiken');
  }
  if (url.username !== '' || url.password !== '') {
    errors.push('mag geen gebruikersnaam of wachtwoord bevatten');
  }
  if (url.hash !== '') errors.push('mag geen deel na # bevatten');
  if (loopback) return errors;
  const isPublic = ipaddr.isValid(host) ? isAllowed(host, 'unicast') : !isInternalName(host);
  return isPublic ? errors : [...errors, NO_PUBLIC_ADDRESS];
};

/** Every fault of an address to send to, in plain Dutch; none when it may be used. Looks its name up. */
export const checkAddress = async (
  adres: string,
  { loopbackAllowed, resolve }: AddressRules,
): Promise<readonly string[]> => {
  if (!URL.canParse(adres)) return ['is geen volledig webadres'];
  const url = new URL(adres);
  const errors = urlFaults(url, loopbackAllowed);
  const host = hostOf(url);
  if (errors.length > 0 || ipaddr.isValid(host)) return errors;
  const range = rangeOf(host, loopbackAllowed);
  let addresses: readonly string[];
  try {
    addresses = await resolve(host);
  } catch {
    return ['heeft een servernaam die nu niet op te zoeken is'];
  }
  if (addresses.length === 0) return ['heeft een servernaam die niet bestaat'];
  return addresses.every((found) => isAllowed(found, range)) ? [] : [NO_PUBLIC_ADDRESS];
};
