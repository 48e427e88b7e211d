import { DuoHeaders, Notificatie } from '../../contracts/duo.ts';
import { type Fout, foutenVan, joinFaults } from '../../contracts/fouten.ts';
import { canonicalInstant } from '../../contracts/instant.ts';
import { DuoBericht, TYPE_DUO_NOTIFICATIE } from '../../contracts/intern.ts';
import { neemAan } from './aanbieden.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json, leeg } from './antwoord.ts';
import {
  type GelezenJson,
  isEncoded,
  isObject,
  leesJson,
  MAX_BYTES,
  mediatype,
  noemtInAccept,
} from './media.ts';
import { isApiProbleem, isTijdelijk, ongeldig } from './problemen.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

/**
 * DUO's Notificatie API 1.8.0, to the letter: 201 without a body, 400 for everything that is not as it says (its API
 * knows no 406, 409, 413 or 415), and for a 503 its own `Foutmelding` unless the caller asks for problem details.
 */

const KOPNAMEN: Readonly<Record<string, string>> = { '/berichtid': '/berichtId' };

const fout = (pointer: string, detail: string): readonly Fout[] => [{ pointer, detail }];

const leesLichaam = (verzoek: AangemeldVerzoek): GelezenJson => {
  if (mediatype(verzoek) !== 'application/json') {
    throw ongeldig(fout('/Content-Type', 'moet application/json zijn, in UTF-8'));
  }
  if (isEncoded(verzoek)) {
    throw ongeldig(fout('/Content-Encoding', 'de hub pakt niets uit: stuur de inhoud ongecomprimeerd'));
  }
  if (verzoek.lichaam.byteLength > MAX_BYTES) {
    throw ongeldig(fout('', `is te groot: hoogstens ${MAX_BYTES} bytes`));
  }
  const gelezen = leesJson(verzoek);
  if (!isObject(gelezen.waarde)) throw ongeldig(fout('', 'moet een object zijn'));
  return gelezen;
};

const toets = (verzoek: AangemeldVerzoek) => {
  const koppen = DuoHeaders.safeParse(verzoek.headers);
  const { waarde: lichaam, fouten } = leesLichaam(verzoek);
  const notificatie = Notificatie.safeParse(lichaam);
  if (koppen.success && notificatie.success && fouten.length === 0) {
    return { koppen: koppen.data, notificatie: notificatie.data };
  }
  throw ongeldig([
    ...(koppen.success ? [] : foutenVan(koppen.error, verzoek.headers)).map(({ pointer, detail }) => ({
      pointer: KOPNAMEN[pointer] ?? pointer,
      detail,
    })),
    ...joinFaults(notificatie.success ? [] : foutenVan(notificatie.error, lichaam), fouten),
  ]);
};

const neemNotificatieAan = async (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> => {
  const { koppen, notificatie } = toets(verzoek);
  const { sleutel } = verzoek.organisatie;
  const { berichtid: berichtId, doel } = koppen;
  const { afdruk } = nodig.pseudoniemen;
  const registratieDatumTijd = canonicalInstant(notificatie.registratieDatumTijd);
  const data = { ...notificatie, registratieDatumTijd };
  const bericht = DuoBericht.parse({
    ontvangstId: nodig.pseudoniemen.ontvangstId(sleutel, koppen.bron, berichtId),
    type: TYPE_DUO_NOTIFICATIE,
    berichtId,
    bron: koppen.bron,
    doel,
    organisatie: sleutel,
    afdruk: afdruk({ doel, data }),
    tijdstip: registratieDatumTijd,
    data,
  });
  if (!(await neemAan(nodig, bericht, afdruk({ doel, data: notificatie })))) {
    throw ongeldig(fout('/berichtId', 'is eerder gebruikt voor een andere notificatie'), {
      ontvangstId: bericht.ontvangstId,
    });
  }
  return leeg(201);
};

/** `POST /notificaties`: DUO says that something happened; what it was is fetched later. */
export const plaatsNotificatie = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  try {
    return await neemNotificatieAan(verzoek, nodig);
  } catch (oorzaak) {
    const eigenFoutmelding = !noemtInAccept(verzoek, 'application/problem+json');
    if (isApiProbleem(oorzaak) || !isTijdelijk(oorzaak) || !eigenFoutmelding) throw oorzaak;
    return json(
      503,
      { fouttekst: 'De hub is even niet beschikbaar. Stuur de notificatie straks ongewijzigd opnieuw.' },
      { 'Retry-After': '30' },
    );
  }
};
