import { Resolver } from 'node:dns/promises';
import type { FindAddresses } from './address.ts';

/** The codes by which DNS says that a name, or this kind of address of it, does not exist. */
const DOES_NOT_EXIST = ['ENOTFOUND', 'ENODATA'];

const doesNotExist = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && DOES_NOT_EXIST.includes(String(error.code));

/**
 * Looks names up in DNS itself. The system's own lookup takes one of four threads for as long as a name server likes,
 * and with those everything else that the function does.
 */
export const createLookup = (
  dns: Pick<Resolver, 'resolve4' | 'resolve6'> = new Resolver({ timeout: 2000, tries: 2 }),
): FindAddresses => {
  return async (name) => {
    // RFC 6761: these are the machine itself, whatever a name server says.
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const responses = await Promise.allSettled([dns.resolve4(name), dns.resolve6(name)]);
    const addresses = responses.flatMap((response) =>
      response.status === 'fulfilled' ? response.value : [],
    );
    const unknown = responses.find(
      (response) => response.status === 'rejected' && !doesNotExist(response.reason),
    );
    if (addresses.length === 0 && unknown?.status === 'rejected') throw unknown.reason;
    return addresses;
  };
};
