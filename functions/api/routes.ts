import * as z from 'zod';
import type { Scope } from '../../domain/organisaties.ts';
import { meldAan } from './aanmelding.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import type { Antwoord } from './antwoord.ts';
import { accepteertJson } from './media.ts';
import { probleem } from './problemen.ts';
import { leesQuery } from './query.ts';
import { leesSchema, leesSpecificatie } from './specificatie.ts';
import type { AangemeldVerzoek, Verzoek } from './verzoek.ts';

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
  {
    methode: 'GET',
    pad: '/berichten',
    voor: ['berichten:lezen'],
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./berichten.ts').then((module) => module.leesBerichten(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/berichten/{berichtId}',
    voor: ['berichten:lezen'],
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./berichten.ts').then((module) => module.leesBericht(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/berichten/{berichtId}/_bevestig',
    voor: ['berichten:lezen'],
    zonderInhoud: true,
    verwerk: (verzoek, nodig) =>
      import('./berichten.ts').then((module) => module.bevestigBericht(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/kanaal',
    voor: DEUREN,
    metQuery: true,
    verwerk: (verzoek, nodig) => import('./kanaal.ts').then((module) => module.leesKanaal(verzoek, nodig)),
  },
  {
    methode: 'PUT',
    pad: '/kanaal',
    voor: DEUREN,
    verwerk: (verzoek, nodig) => import('./kanaal.ts').then((module) => module.kiesDeur(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen',
    voor: DEUREN,
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./abonnementen.ts').then((module) => module.leesAbonnementen(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./abonnementen.ts').then((module) => module.plaatsAbonnement(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}',
    voor: DEUREN,
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./abonnementen.ts').then((module) => module.leesAbonnement(verzoek, nodig)),
  },
  {
    methode: 'PATCH',
    pad: '/abonnementen/{abonnementId}',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./abonnement-wijzigen.ts').then((module) => module.wijzigAbonnement(verzoek, nodig)),
  },
  {
    methode: 'DELETE',
    pad: '/abonnementen/{abonnementId}',
    voor: DEUREN,
    zonderInhoud: true,
    verwerk: (verzoek, nodig) =>
      import('./abonnementen.ts').then((module) => module.verwijderAbonnement(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_pauzeer',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./abonnement-wijzigen.ts').then((module) => module.pauzeerAbonnement(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_hervat',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./abonnement-wijzigen.ts').then((module) => module.hervatAbonnement(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_nieuwgeheim',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./abonnement-wijzigen.ts').then((module) => module.vernieuwGeheim(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_verifieer',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./abonnement-wijzigen.ts').then((module) => module.verifieerAbonnement(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_akkoord',
    voor: DEUREN,
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./abonnement-wijzigen.ts').then((module) => module.legAkkoordVast(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}/tijdlijn',
    voor: DEUREN,
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./abonnementen.ts').then((module) => module.leesAbonnementTijdlijn(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/herleveringen',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./herleveringen.ts').then((module) => module.herleverAbonnement(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/herleveringen',
    voor: DEUREN,
    verwerk: (verzoek, nodig) =>
      import('./herleveringen.ts').then((module) => module.herlever(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/herleveringen/{herleveringId}',
    voor: DEUREN,
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./herleveringen.ts').then((module) => module.leesHerlevering(verzoek, nodig)),
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
    verwerk: (verzoek, nodig) =>
      import('./gebeurtenissen.ts').then((module) => module.plaatsGebeurtenis(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/gebeurtenissen/{ontvangstId}',
    voor: ['gebeurtenissen:aanleveren', 'notificaties:aanleveren', 'beheer'],
    verwerk: (verzoek, nodig) =>
      import('./gebeurtenissen.ts').then((module) => module.leesOntvangst(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/notificaties',
    voor: ['notificaties:aanleveren'],
    zonderInhoud: true,
    verwerk: (verzoek, nodig) =>
      import('./notificaties.ts').then((module) => module.plaatsNotificatie(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/zaken/_zoek',
    voor: ['zaken:lezen'],
    verwerk: (verzoek, nodig) => import('./zaken.ts').then((module) => module.zoekZaken(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}',
    voor: ['zaken:lezen'],
    verwerk: (verzoek, nodig) => import('./zaken.ts').then((module) => module.leesZaak(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/tijdlijn',
    voor: ['zaken:lezen'],
    verwerk: (verzoek, nodig) => import('./zaken.ts').then((module) => module.leesTijdlijn(verzoek, nodig)),
  },
  ...POSTROUTES,
  {
    methode: 'GET',
    pad: '/ontvangsten',
    voor: ['beheer'],
    metQuery: true,
    verwerk: (verzoek, nodig) =>
      import('./beheer.ts').then((module) => module.leesOntvangsten(verzoek, nodig)),
  },
  {
    methode: 'POST',
    pad: '/ontvangsten/{ontvangstId}/_heropnemen',
    voor: ['beheer'],
    verwerk: (verzoek, nodig) => import('./beheer.ts').then((module) => module.heropnemen(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/balans',
    voor: ['beheer', 'zaken:lezen'],
    metQuery: true,
    verwerk: (verzoek, nodig) => import('./balans.ts').then((module) => module.leesBalans(verzoek, nodig)),
  },
  {
    methode: 'GET',
    pad: '/openstaand',
    voor: ['beheer', 'zaken:lezen'],
    verwerk: (verzoek, nodig) =>
      import('./balans.ts').then((module) => module.leesOpenstaand(verzoek, nodig)),
  },
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
