import * as z from 'zod';
import type { Scope } from '../../domain/organisaties.ts';
import { meldAan } from './aanmelding.ts';
import {
  hervatAbonnement,
  legAkkoordVast,
  pauzeerAbonnement,
  verifieerAbonnement,
  vernieuwGeheim,
  wijzigAbonnement,
} from './abonnement-wijzigen.ts';
import {
  leesAbonnement,
  leesAbonnementen,
  leesAbonnementTijdlijn,
  plaatsAbonnement,
  verwijderAbonnement,
} from './abonnementen.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import type { Antwoord } from './antwoord.ts';
import { leesBalans, leesOpenstaand } from './balans.ts';
import { heropnemen, leesOntvangsten } from './beheer.ts';
import { bevestigBericht, leesBericht, leesBerichten } from './berichten.ts';
import { leesOntvangst, plaatsGebeurtenis } from './gebeurtenissen.ts';
import { herlever, herleverAbonnement, leesHerlevering } from './herleveringen.ts';
import { kiesDeur, leesKanaal } from './kanaal.ts';
import { accepteertJson } from './media.ts';
import { plaatsNotificatie } from './notificaties.ts';
import { probleem } from './problemen.ts';
import { leesQuery } from './query.ts';
import { leesSchema, leesSpecificatie } from './specificatie.ts';
import type { AangemeldVerzoek, Verzoek } from './verzoek.ts';
import { leesTijdlijn, leesZaak, zoekZaken } from './zaken.ts';

interface Kenmerken {
  readonly methode: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly pad: `/${string}`;
  /** Takes query parameters, which the call checks itself; all others refuse every one. */
  readonly metQuery?: true;
  /** Never answers with content when it succeeds, so any `Accept` will do. */
  readonly zonderInhoud?: true;
}

/** A call: what it needs of a token (one of these scopes), or that it is open to anyone. */
export type Route =
  | (Kenmerken & { readonly voor: 'iedereen'; readonly verwerk: (verzoek: Verzoek) => Promise<Antwoord> })
  | (Kenmerken & {
      readonly voor: readonly Scope[];
      readonly verwerk: (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden) => Promise<Antwoord>;
    });

const DEUREN: readonly Scope[] = ['abonnementen:beheren'];

/** What a partner is sent, and through which door. */
const POSTROUTES: readonly Route[] = [
  { methode: 'GET', pad: '/berichten', voor: ['berichten:lezen'], metQuery: true, verwerk: leesBerichten },
  {
    methode: 'GET',
    pad: '/berichten/{berichtId}',
    voor: ['berichten:lezen'],
    metQuery: true,
    verwerk: leesBericht,
  },
  {
    methode: 'POST',
    pad: '/berichten/{berichtId}/_bevestig',
    voor: ['berichten:lezen'],
    zonderInhoud: true,
    verwerk: bevestigBericht,
  },
  { methode: 'GET', pad: '/kanaal', voor: DEUREN, metQuery: true, verwerk: leesKanaal },
  { methode: 'PUT', pad: '/kanaal', voor: DEUREN, verwerk: kiesDeur },
  { methode: 'GET', pad: '/abonnementen', voor: DEUREN, metQuery: true, verwerk: leesAbonnementen },
  { methode: 'POST', pad: '/abonnementen', voor: DEUREN, verwerk: plaatsAbonnement },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}',
    voor: DEUREN,
    metQuery: true,
    verwerk: leesAbonnement,
  },
  { methode: 'PATCH', pad: '/abonnementen/{abonnementId}', voor: DEUREN, verwerk: wijzigAbonnement },
  {
    methode: 'DELETE',
    pad: '/abonnementen/{abonnementId}',
    voor: DEUREN,
    zonderInhoud: true,
    verwerk: verwijderAbonnement,
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_pauzeer',
    voor: DEUREN,
    verwerk: pauzeerAbonnement,
  },
  { methode: 'POST', pad: '/abonnementen/{abonnementId}/_hervat', voor: DEUREN, verwerk: hervatAbonnement },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_nieuwgeheim',
    voor: DEUREN,
    verwerk: vernieuwGeheim,
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_verifieer',
    voor: DEUREN,
    verwerk: verifieerAbonnement,
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_akkoord',
    voor: DEUREN,
    metQuery: true,
    verwerk: legAkkoordVast,
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}/tijdlijn',
    voor: DEUREN,
    metQuery: true,
    verwerk: leesAbonnementTijdlijn,
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/herleveringen',
    voor: DEUREN,
    verwerk: herleverAbonnement,
  },
  { methode: 'POST', pad: '/herleveringen', voor: DEUREN, verwerk: herlever },
  {
    methode: 'GET',
    pad: '/herleveringen/{herleveringId}',
    voor: DEUREN,
    metQuery: true,
    verwerk: leesHerlevering,
  },
];

/** Every call of the API. */
export const ROUTES: readonly Route[] = [
  { methode: 'GET', pad: '/openapi.json', voor: 'iedereen', verwerk: leesSpecificatie },
  { methode: 'GET', pad: '/schemas/{type}', voor: 'iedereen', verwerk: leesSchema },
  {
    methode: 'POST',
    pad: '/gebeurtenissen',
    voor: ['gebeurtenissen:aanleveren'],
    verwerk: plaatsGebeurtenis,
  },
  {
    methode: 'GET',
    pad: '/gebeurtenissen/{ontvangstId}',
    voor: ['gebeurtenissen:aanleveren', 'notificaties:aanleveren', 'beheer'],
    verwerk: leesOntvangst,
  },
  {
    methode: 'POST',
    pad: '/notificaties',
    voor: ['notificaties:aanleveren'],
    zonderInhoud: true,
    verwerk: plaatsNotificatie,
  },
  { methode: 'POST', pad: '/zaken/_zoek', voor: ['zaken:lezen'], verwerk: zoekZaken },
  { methode: 'GET', pad: '/zaken/{zaakId}', voor: ['zaken:lezen'], verwerk: leesZaak },
  { methode: 'GET', pad: '/zaken/{zaakId}/tijdlijn', voor: ['zaken:lezen'], verwerk: leesTijdlijn },
  ...POSTROUTES,
  { methode: 'GET', pad: '/ontvangsten', voor: ['beheer'], metQuery: true, verwerk: leesOntvangsten },
  {
    methode: 'POST',
    pad: '/ontvangsten/{ontvangstId}/_heropnemen',
    voor: ['beheer'],
    verwerk: heropnemen,
  },
  {
    methode: 'GET',
    pad: '/balans',
    voor: ['beheer', 'zaken:lezen'],
    metQuery: true,
    verwerk: leesBalans,
  },
  { methode: 'GET', pad: '/openstaand', voor: ['beheer', 'zaken:lezen'], verwerk: leesOpenstaand },
];

/** Whether a route's path can hold this path. */
const past = (route: Pick<Route, 'pad'>, pad: string): boolean => {
  const delen = pad.split('/');
  const patroon = route.pad.split('/');
  return (
    delen.length === patroon.length &&
    patroon.every((deel, plaats) => (deel.startsWith('{') ? delen[plaats] !== '' : deel === delen[plaats]))
  );
};

/** Methods that a path knows, as in `Allow`; empty when the path does not exist. */
export const methodenVan = (pad: string): readonly string[] => {
  // A fixed path goes before one with a placeholder, as in the router: /zaken/_zoek is not a zaak.
  const vast = ROUTES.filter((route) => route.pad === pad);
  const routes = vast.length > 0 ? vast : ROUTES.filter((route) => past(route, pad));
  return routes.length === 0 ? [] : [...new Set([...routes.map(({ methode }) => methode), 'OPTIONS'])];
};

const GEEN_QUERY = z.strictObject({});

/** Carries out one call: content negotiation, token, parameters, and then the call itself. */
export const voerUit = async (
  route: Route,
  verzoek: Verzoek,
  nodig: Afhankelijkheden,
  herken: (organisatie: string) => void,
): Promise<Antwoord> => {
  if (route.zonderInhoud !== true && !accepteertJson(verzoek.headers['accept'])) {
    throw probleem('niet-acceptabel', 'De hub antwoordt alleen in JSON (application/json).');
  }
  if (route.voor === 'iedereen') {
    leesQuery(GEEN_QUERY, verzoek);
    return route.verwerk(verzoek);
  }
  const organisatie = await meldAan(verzoek, route.voor, nodig);
  herken(organisatie.sleutel);
  if (route.metQuery !== true) leesQuery(GEEN_QUERY, verzoek);
  return route.verwerk({ ...verzoek, organisatie }, nodig);
};
