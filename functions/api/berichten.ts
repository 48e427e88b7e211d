import * as z from 'zod';
import { Cursor } from '../../contracts/api.ts';
import {
  BerichtId,
  type BerichtStand,
  MAX_WACHT_SECONDEN,
  OPHAALVENSTER_DAGEN,
  Poststaat,
} from '../../contracts/berichten.ts';
import { leesCursor, schrijfCursor } from '../../domain/delivery/feed.ts';
import { isStuck, type Poststuk, staatVan } from '../../domain/delivery/item.ts';
import { BEWAARTERMIJN_DAGEN } from '../../domain/delivery/retention.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json, leeg, ruweJson } from './antwoord.ts';
import { eigenKanaal, gevraagdKanaal, idUitPad, kanaalUitQuery, PartnerParameter } from './kanaaltoegang.ts';
import { leesLijst } from './lijst.ts';
import { haalOp } from './ophalen.ts';
import { nietGevonden, ongeldig, probleem } from './problemen.ts';
import { leesQuery } from './query.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

const BerichtenQuery = z
  .strictObject({
    partner: PartnerParameter,
    na: Cursor.optional(),
    staat: Poststaat.optional(),
    wacht: z
      .string()
      .regex(/^\d{1,2}$/, `moet een heel getal van 0 tot en met ${MAX_WACHT_SECONDEN} zijn`)
      .transform(Number)
      .refine(
        (seconden) => seconden <= MAX_WACHT_SECONDEN,
        `moet een heel getal van 0 tot en met ${MAX_WACHT_SECONDEN} zijn`,
      )
      .optional(),
  })
  .refine(({ staat, wacht }) => staat === undefined || wacht === undefined, {
    path: ['staat'],
    error: 'kan niet samen met wacht: dat geeft alleen wat klaarligt',
  });

const cursorVan = (na: string | undefined, vensterDagen: number, nu: Date) => {
  if (na === undefined) return undefined;
  const cursor = leesCursor(na, nu, vensterDagen);
  if (typeof cursor === 'object') return cursor;
  if (cursor === 'verlopen') {
    throw probleem(
      'verlopen',
      `Dit punt ligt meer dan ${vensterDagen} dagen terug. Begin opnieuw zonder na.`,
    );
  }
  const detail = cursor === 'toekomst' ? 'ligt in de toekomst' : 'is geen vervolg op deze lijst';
  throw ongeldig([{ pointer: '/na', detail }]);
};

/** `GET /berichten?partner=&na=&staat=&wacht=`: what a partner was sent, or with `wacht` what lies ready to fetch. */
export const leesBerichten = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const { partner, na, staat, wacht } = leesQuery(BerichtenQuery, verzoek);
  const kanaal = gevraagdKanaal(verzoek.organisatie, partner);
  const nu = nodig.klok.nu();
  const {
    teksten,
    stilstaand = [],
    cursor,
  } = wacht === undefined
    ? await leesLijst(nodig, kanaal, staat, cursorVan(na, BEWAARTERMIJN_DAGEN, nu))
    : await haalOp(nodig, kanaal, cursorVan(na, OPHAALVENSTER_DAGEN, nu), {
        wachtMs: wacht * 1000,
        restMs: verzoek.restMs,
      });
  const vervolg = cursor === undefined ? '' : `,"na":${JSON.stringify(schrijfCursor(cursor))}`;
  // The messages as they were sent, byte for byte.
  const stil = stilstaand.length === 0 ? '' : `,"stilstaand":${JSON.stringify(stilstaand)}`;
  return ruweJson(200, `{"berichten":[${teksten.join(',')}]${stil}${vervolg}}`);
};

const standVan = (stuk: Poststuk): BerichtStand => ({
  id: stuk.id,
  zaakId: stuk.zaakId,
  volgnummer: stuk.volgnummer,
  ...(stuk.type === undefined ? {} : { type: stuk.type }),
  staat: staatVan(stuk.plek),
  ...(stuk.deur === undefined ? {} : { deur: stuk.deur }),
  klaargezetOp: stuk.klaargezetOp,
  sinds: stuk.sinds,
  pogingen: [...stuk.pogingen],
  ...(stuk.reden === undefined ? {} : { stilstand: stuk.reden }),
});

/** `GET /berichten/{berichtId}`: how far one message is, with every try to deliver it. */
export const leesBericht = async (
  verzoek: AangemeldVerzoek,
  { postvak }: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = kanaalUitQuery(verzoek);
  const id = idUitPad(BerichtId, verzoek, 'berichtId');
  const stuk = id === undefined ? undefined : await postvak.vind(kanaal, id);
  if (stuk === undefined) throw nietGevonden();
  return json(200, {
    ...standVan(stuk),
    ...(stuk.tekst === undefined ? {} : { bericht: JSON.parse(stuk.tekst) }),
  });
};

/** How often a message can move to another state while it is being confirmed. */
const POGINGEN = 5;

/** `POST /berichten/{berichtId}/_bevestig`: the partner has it; confirming again changes nothing. */
export const bevestigBericht = async (
  verzoek: AangemeldVerzoek,
  { postvak, klok }: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = eigenKanaal(verzoek);
  const id = idUitPad(BerichtId, verzoek, 'berichtId');
  if (id === undefined) throw nietGevonden();
  for (let poging = 0; poging < POGINGEN; poging++) {
    const stuk = await postvak.vind(kanaal, id);
    // Nobody can have what was never made.
    if (stuk === undefined || (isStuck(stuk) && stuk.tekst === undefined)) throw nietGevonden();
    if (await postvak.bevestig(stuk, klok.nu())) return leeg(204);
  }
  throw probleem('niet-beschikbaar', 'Het bericht is net in beweging. Bevestig het straks opnieuw.', {
    headers: { 'Retry-After': '1' },
  });
};
