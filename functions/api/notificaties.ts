import { DuoHeaders, Notificatie } from '../../contracts/duo.ts';
import { type Fout, foutenVan } from '../../contracts/fouten.ts';
import { canonicalInstant } from '../../contracts/instant.ts';
import { DuoBericht, TYPE_DUO_NOTIFICATIE } from '../../contracts/intern.ts';
import { neemAan } from './aanbieden.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json, leeg } from './antwoord.ts';
import { isObject, leesJson, MAX_BYTES, mediatype, noemtInAccept } from './media.ts';
import { isApiProbleem, isTijdelijk, ongeldig } from './problemen.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

/**
 * DUO's Notificatie API 1.8.0, to the letter: 201 without a body, 400 for everything that is not as it says (its API
 * knows no 406, 409, 413 or 415), and for a 503 its own `Foutmelding` unless the caller asks for problem details.
 */

const KOPNAMEN: Readonly<Record<string, string>> = { '/berichtid': '/berichtId' };

const fout = (pointer: string, detail: string): readonly Fout[] => [{ pointer, detail }];

const leesLichaam = (verzoek: AangemeldVerzoek): unknown => {
  if (mediatype(verzoek) !== 'application/json') {
    throw ongeldig(fout('/Content-Type', 'moet application/json zijn, in UTF-8'));
  }
  if (verzoek.lichaam.byteLength > MAX_BYTES) {
    throw ongeldig(fout('', `is te groot: hoogstens ${MAX_BYTES} bytes`));
  }
  const lichaam = leesJson(verzoek);
  if (!isObject(lichaam)) throw ongeldig(fout('', 'moet een object zijn'));
  return lichaam;
};

const toets = (verzoek: AangemeldVerzoek) => {
  const koppen = DuoHeaders.safeParse(verzoek.headers);
  const lichaam = leesLichaam(verzoek);
  const notificatie = Notificatie.safeParse(lichaam);
  if (koppen.success && notificatie.success) return { koppen: koppen.data, notificatie: notificatie.data };
  throw ongeldig([
    ...(koppen.success ? [] : foutenVan(koppen.error, verzoek.headers)).map(({ pointer, detail }) => ({
      pointer: KOPNAMEN[pointer] ?? pointer,
      detail,
    })),
    ...(notificatie.success ? [] : foutenVan(notificatie.error, lichaam)),
  ]);
};

const neemNotificatieAan = async (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> => {
  const { koppen, notificatie } = toets(verzoek);
  const { sleutel } = verzoek.organisatie;
  // A UUID is the same in capitals.
  const berichtId = koppen.berichtid.toLowerCase();
  const registratieDatumTijd = canonicalInstant(notificatie.registratieDatumTijd);
  const data = { ...notificatie, registratieDatumTijd };
  const bericht = DuoBericht.parse({
    ontvangstId: nodig.pseudoniemen.ontvangstId(sleutel, koppen.bron, berichtId),
    type: TYPE_DUO_NOTIFICATIE,
    berichtId,
    bron: koppen.bron,
    doel: koppen.doel,
    organisatie: sleutel,
    afdruk: nodig.pseudoniemen.afdruk({ doel: koppen.doel, data }),
    tijdstip: registratieDatumTijd,
    data,
  });
  const asWritten = nodig.pseudoniemen.afdruk({ doel: koppen.doel, data: notificatie });
  if (!(await neemAan(nodig, bericht, asWritten))) {
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
