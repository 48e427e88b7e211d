import type { Dependencies } from '../shared/rest/dependencies.ts';
import type { Route } from '../shared/rest/http/route.ts';
import { readSchema, readSpecification } from '../shared/rest/resources/specification.ts';
import { POST_ROUTES } from './post-routes.ts';

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
      import('../shared/rest/resources/gebeurtenissen.ts').then((module) =>
        module.acceptGebeurtenis(request, needed),
      ),
  },
  {
    methode: 'GET',
    pad: '/gebeurtenissen/{ontvangstId}',
    scopes: ['gebeurtenissen:aanleveren', 'notificaties:aanleveren', 'beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/gebeurtenissen.ts').then((module) =>
        module.readOntvangst(request, needed),
      ),
  },
  {
    methode: 'POST',
    pad: '/notificaties',
    scopes: ['notificaties:aanleveren'],
    logged: 'by message',
    withoutContent: true,
    process: (request, needed) =>
      import('../shared/rest/resources/notificaties.ts').then((module) =>
        module.acceptNotificatie(request, needed),
      ),
  },
  {
    methode: 'GET',
    pad: '/zaken',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/zaken-list.ts').then((module) => module.listZaken(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/_zoek',
    scopes: ['zaken:lezen'],
    logged: 'zoeken',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.findZaken(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/tijdlijn',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readTijdlijn(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/termijnen',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readTermijnen(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/intake',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readIntake(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/zaken/{zaakId}/verwerkingen',
    scopes: ['zaken:lezen'],
    logged: 'inzage',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/verwerkingen.ts').then((module) =>
        module.readVerwerkingen(request, needed),
      ),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_herstel',
    scopes: ['gebeurtenissen:aanleveren'],
    logged: 'by message',
    process: (request, needed) =>
      import('../shared/rest/resources/herstel.ts').then((module) => module.acceptHerstel(request, needed)),
  },
  {
    methode: 'POST',
    pad: '/zaken/{zaakId}/_wis',
    scopes: ['zaken:wissen'],
    logged: 'wissen',
    process: (request, needed) =>
      import('../shared/rest/resources/wissen.ts').then((module) => module.eraseZaak(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/gemeenten/{code}/kpis',
    scopes: ['zaken:lezen'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/kpis.ts').then((module) => module.readKpis(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/dag',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/dag.ts').then((module) => module.readDag(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/agenda',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    answersIn: 'text/calendar',
    process: (request, needed) =>
      import('../shared/rest/resources/agenda.ts').then((module) => module.readAgenda(request, needed)),
  },
  ...POST_ROUTES,
  {
    methode: 'GET',
    pad: '/ontvangsten',
    scopes: ['beheer'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/operations.ts').then((module) =>
        module.readOntvangsten(request, needed),
      ),
  },
  {
    methode: 'POST',
    pad: '/ontvangsten/{ontvangstId}/_heropnemen',
    scopes: ['beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/operations.ts').then((module) => module.heropnemen(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/balans',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/balans.ts').then((module) => module.readBalans(request, needed)),
  },
  {
    methode: 'GET',
    pad: '/openstaand',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/balans.ts').then((module) => module.readOpenstaand(request, needed)),
  },
];
