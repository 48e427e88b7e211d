import { Resolver } from 'node:dns/promises';
import type { ZoekAdressen } from './adres.ts';

/** How DNS says that a name, or this kind of address of it, does not exist. */
const BESTAAT_NIET = ['ENOTFOUND', 'ENODATA'];

const bestaatNiet = (fout: unknown): boolean =>
  fout instanceof Error && 'code' in fout && BESTAAT_NIET.includes(String(fout.code));

/**
 * Looks names up in DNS itself. The system's own lookup takes one of four threads for as long as a name server likes,
 * and with those everything else that the function does.
 */
export const maakNaslag = (
  dns: Pick<Resolver, 'resolve4' | 'resolve6'> = new Resolver({ timeout: 2000, tries: 2 }),
): ZoekAdressen => {
  return async (naam) => {
    // RFC 6761: these are the machine itself, whatever a name server says.
    if (naam === 'localhost' || naam.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const antwoorden = await Promise.allSettled([dns.resolve4(naam), dns.resolve6(naam)]);
    const adressen = antwoorden.flatMap((antwoord) =>
      antwoord.status === 'fulfilled' ? antwoord.value : [],
    );
    const onbekend = antwoorden.find(
      (antwoord) => antwoord.status === 'rejected' && !bestaatNiet(antwoord.reason),
    );
    if (adressen.length === 0 && onbekend?.status === 'rejected') throw onbekend.reason;
    return adressen;
  };
};
