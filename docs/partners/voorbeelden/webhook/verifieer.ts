/**
 * Controleert de handtekening van een webhook van de hub (Standard Webhooks). Alleen Node 22.18 of nieuwer, geen pakketten.
 *
 * Proberen: WEBHOOK_GEHEIM=whsec_… node verifieer.ts <webhook-id> <webhook-timestamp> <webhook-signature> < inhoud
 * zegt `geldig` (exitcode 0) of `ongeldig` (exitcode 1). Een vierde woord is het moment om van uit te gaan.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { text } from 'node:stream/consumers';

/** Zo ver mag de klok van de hub van de uwe afwijken, in seconden. */
const VENSTER = 300;

/** De drie headers die tellen. */
export interface Koppen {
  readonly id: string;
  readonly tijdstip: string;
  readonly handtekeningen: string;
}

/** Of deze inhoud van de hub komt. Geef de inhoud zoals ze binnenkwam: niet eerst als JSON lezen en weer schrijven. */
export const isGeldig = (
  geheim: string,
  { id, tijdstip, handtekeningen }: Koppen,
  inhoud: string,
  nu: number = Date.now() / 1000,
): boolean => {
  if (id === '' || !/^\d{1,12}$/.test(tijdstip)) return false;
  if (Math.abs(Math.floor(nu) - Number(tijdstip)) > VENSTER) return false;
  const sleutel = Buffer.from(geheim.replace(/^whsec_/, ''), 'base64');
  if (sleutel.length === 0) throw new Error('het geheim is leeg');
  const verwacht = createHmac('sha256', sleutel).update(`${id}.${tijdstip}.${inhoud}`).digest();
  // Tijdens een wissel van geheim staan er twee handtekeningen, met een spatie ertussen: één goede is genoeg.
  return handtekeningen.split(' ').some((deel) => {
    const [versie, waarde = ''] = deel.split(',');
    const gekregen = Buffer.from(waarde, 'base64');
    // Even lang vergelijken, waar het verschil ook zit: anders verraadt de tijd een stukje van de handtekening.
    return versie === 'v1' && gekregen.length === verwacht.length && timingSafeEqual(gekregen, verwacht);
  });
};

if (import.meta.main) {
  const [id = '', tijdstip = '', handtekeningen = '', nu] = process.argv.slice(2);
  const geldig = isGeldig(
    process.env['WEBHOOK_GEHEIM'] ?? '',
    { id, tijdstip, handtekeningen },
    await text(process.stdin),
    nu === undefined ? undefined : Number(nu),
  );
  console.log(geldig ? 'geldig' : 'ongeldig');
  process.exitCode = geldig ? 0 : 1;
}
