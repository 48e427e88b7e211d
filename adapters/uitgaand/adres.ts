import ipaddr from 'ipaddr.js';

/**
 * To which addresses the hub may send at the word of a partner: https on port 443 of hosts whose every address is
 * public. Checked at registration and at each connect (verzoek.ts).
 */

/** Every address of a name, A and AAAA. */
export type ZoekAdressen = (naam: string) => Promise<readonly string[]>;

export interface Adresregels {
  /** The embedded hub: loopback passes too, with http and on any port. */
  readonly loopbackToegestaan: boolean;
  readonly resolve: ZoekAdressen;
}

/** What the addresses of a host have to be. */
export type Bereik = 'unicast' | 'loopback';

const isLoopbackNaam = (naam: string): boolean => naam === 'localhost' || naam.endsWith('.localhost');

/** Names that no public resolver knows, whatever a local one makes of them. */
const isInterneNaam = (naam: string): boolean =>
  !naam.includes('.') ||
  ['.local', '.localhost', '.internal', '.home.arpa'].some((eind) => naam.endsWith(eind));

/** The host without the brackets of an IPv6 address and the dot of the root. */
export const hostVan = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');

/** All IPv6 that is given out; the library calls the rest unicast too, `::7f00:1` (IPv4-compatible) among it. */
const UITGEGEVEN_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether one may connect to this address. An IPv4 address within an IPv6 one counts as that IPv4 address. */
export const isToegestaan = (adres: string, bereik: Bereik): boolean => {
  if (!ipaddr.isValid(adres)) return false;
  const gelezen = ipaddr.process(adres);
  if (gelezen.range() !== bereik) return false;
  return bereik === 'loopback' || gelezen.kind() === 'ipv4' || gelezen.match(UITGEGEVEN_IPV6);
};

/** What the addresses of this host have to be: public, unless loopback is allowed and the host says that it is. */
export const bereikVan = (host: string, loopbackToegestaan: boolean): Bereik =>
  loopbackToegestaan && (isLoopbackNaam(host) || isToegestaan(host, 'loopback')) ? 'loopback' : 'unicast';

const GEEN_OPENBAAR_ADRES = 'moet naar een openbaar internetadres wijzen';

/** Faults that the URL itself shows, in the words of the API. */
export const urlFouten = (url: URL, loopbackToegestaan: boolean): readonly string[] => {
  const host = hostVan(url);
  const loopback = bereikVan(host, loopbackToegestaan) === 'loopback';
  const fouten: string[] = [];
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:')) {
    fouten.push('moet met https:// beginnen');
  } else if (url.port !== '' && !loopback) {
    fouten.push('mag alleen poort 443 gebruiken');
  }
  if (url.username !== '' || url.password !== '') {
    fouten.push('mag geen gebruikersnaam of wachtwoord bevatten');
  }
  if (url.hash !== '') fouten.push('mag geen deel na # bevatten');
  if (loopback) return fouten;
  const openbaar = ipaddr.isValid(host) ? isToegestaan(host, 'unicast') : !isInterneNaam(host);
  return openbaar ? fouten : [...fouten, GEEN_OPENBAAR_ADRES];
};

/** Every fault of an address to send to, in plain Dutch; none when it may be used. Looks its name up. */
export const controleerAdres = async (
  adres: string,
  { loopbackToegestaan, resolve }: Adresregels,
): Promise<readonly string[]> => {
  if (!URL.canParse(adres)) return ['is geen volledig webadres'];
  const url = new URL(adres);
  const fouten = urlFouten(url, loopbackToegestaan);
  const host = hostVan(url);
  if (fouten.length > 0 || ipaddr.isValid(host)) return fouten;
  const bereik = bereikVan(host, loopbackToegestaan);
  let adressen: readonly string[];
  try {
    adressen = await resolve(host);
  } catch {
    return ['heeft een servernaam die nu niet op te zoeken is'];
  }
  if (adressen.length === 0) return ['heeft een servernaam die niet bestaat'];
  return adressen.every((gevonden) => isToegestaan(gevonden, bereik)) ? [] : [GEEN_OPENBAAR_ADRES];
};
