import type { Scope } from '../../../domain/organisations.ts';
import type { Dependencies } from '../dependencies.ts';
import { readSchema, readSpecification } from '../resources/specification.ts';
import { PULL_ROUTES } from './pull-routes.ts';
import type { Route } from './route.ts';

const DOORS: readonly Scope[] = ['abonnementen:beheren'];

/** What a partner is sent, and through which door. */
const POST_ROUTES: readonly Route<Dependencies>[] = [
  ...PULL_ROUTES,
  {
    methode: 'GET',
    pad: '/berichten/{berichtId}',
    scopes: ['berichten:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.readBericht(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/berichten/{berichtId}/_bevestig',
    scopes: ['berichten:lezen'],
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.confirmBericht(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/kanaal',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/kanaal.ts').then((module) => module.readKanaal(request, needed)),
  },
  {
    methode: 'PUT',
    pad: '/kanaal',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/kanaal.ts').then((module) => module.chooseDoor(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/partners/{partner}/_uitsluiten',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/partners.ts').then((module) => module.shutOutPartner(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/partners/{partner}/_toelaten',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/partners.ts').then((module) => module.letPartnerIn(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnementen(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.acceptAbonnement(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnement(request, needed)),
  },
  {
    methode: 'PATCH',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.changeAbonnement(request, needed)),
  },
  {
    methode: 'DELETE',
    pad: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.removeAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_pauzeer',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.pauseAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_hervat',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.resumeAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_nieuwgeheim',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.renewSecret(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_verifieer',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.verifyAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/_akkoord',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnement-change.ts').then((module) => module.recordConsent(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/abonnementen/{abonnementId}/tijdlijn',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/abonnementen.ts').then((module) => module.readAbonnementTijdlijn(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/abonnementen/{abonnementId}/herleveringen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.redeliverAbonnement(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/herleveringen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.redeliver(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/herleveringen/{herleveringId}',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/herleveringen.ts').then((module) => module.readHerlevering(request, needed)),
  },
];

/** Every call of the API. */
export const ROUTES: readonly Route<Dependencies>[] = [
  { methode: 'GET', pad: '/openapi.json', scopes: 'iedereen', process: readSpecification },
  { methode: 'GET', pad: '/schemas/{type}', scopes: 'iedereen', process: readSchema },
  {
    methode: 'POST',
    pad: '/gebeurtenissen',
    scopes: ['gebeurtenissen:aanleveren'],
    logged: 'by message',
    process: (request, needed) =>
      import('../resources/gebeurtenissen.ts').then((module) => module.acceptGebeurtenis(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/gebeurtenissen/{ontvangstId}',
    scopes: ['gebeurtenissen:aanleveren', 'notificaties:aanleveren', 'beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/gebeurtenissen.ts').then((module) => module.readOntvangst(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/notificaties',
    scopes: ['notificaties:aanleveren'],
    logged: 'by message',
    withoutContent: true,
    process: (request, needed) =>
      import('../resources/notificaties.ts').then((module) => module.acceptNotificatie(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/zaken-list.ts').then((module) => module.listZaken(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/_zoek',
    scopes: ['zaken:lezen'],
    logged: 'zoeken',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.findZaken(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/tijdlijn',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readTijdlijn(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/termijnen',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readTermijnen(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/intake',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/zaken.ts').then((module) => module.readIntake(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/verwerkingen',
    scopes: ['zaken:lezen'],
    logged: 'inzage',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/verwerkingen.ts').then((module) => module.readVerwerkingen(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_herstel',
    scopes: ['gebeurtenissen:aanleveren'],
    logged: 'by message',
    process: (request, needed) =>
      import('../resources/herstel.ts').then((module) => module.acceptHerstel(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_wis',
    scopes: ['zaken:wissen'],
    logged: 'wissen',
    process: (request, needed) =>
      import('../resources/wissen.ts').then((module) => module.eraseZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/gemeenten/{code}/kpis',
    scopes: ['zaken:lezen'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/kpis.ts').then((module) => module.readKpis(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/dag',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/dag.ts').then((module) => module.readDag(request, needed)),
  },
  ...POST_ROUTES,
  {
    methode: 'GET',
    pad: '/ontvangsten',
    scopes: ['beheer'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/operations.ts').then((module) => module.readOntvangsten(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/ontvangsten/{ontvangstId}/_heropnemen',
    scopes: ['beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../resources/operations.ts').then((module) => module.heropnemen(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/balans',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/balans.ts').then((module) => module.readBalans(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/openstaand',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../resources/balans.ts').then((module) => module.readOpenstaand(request, needed)),
  },
];
