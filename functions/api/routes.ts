import type { Dependencies } from '../shared/rest/dependencies.ts';
import type { Route } from '../shared/rest/http/route.ts';
import { readSchema, readSpecification } from '../shared/rest/resources/specification.ts';
import { POST_ROUTES } from './post-routes.ts';

/** Every call of the API. */
export const ROUTES: readonly Route<Dependencies>[] = [
  { method: 'GET', path: '/openapi.json', scopes: 'everybody', process: readSpecification },
  { method: 'GET', path: '/schemas/{type}', scopes: 'everybody', process: readSchema },
  {
    method: 'POST',
    path: '/gebeurtenissen',
    scopes: ['gebeurtenissen:aanleveren'],
    logged: 'by message',
    process: (request, needed) =>
      import('../shared/rest/resources/gebeurtenissen.ts').then((module) =>
        module.acceptGebeurtenis(request, needed),
      ),
  },
  {
    method: 'GET',
    path: '/gebeurtenissen/{ontvangstId}',
    scopes: ['gebeurtenissen:aanleveren', 'notificaties:aanleveren', 'beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/gebeurtenissen.ts').then((module) =>
        module.readOntvangst(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/notificaties',
    scopes: ['notificaties:aanleveren'],
    logged: 'by message',
    withoutContent: true,
    process: (request, needed) =>
      import('../shared/rest/resources/notificaties.ts').then((module) =>
        module.acceptNotificatie(request, needed),
      ),
  },
  {
    method: 'GET',
    path: '/zaken',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/zaken-list.ts').then((module) => module.listZaken(request, needed)),
  },
  {
    method: 'POST',
    path: '/zaken/_zoek',
    scopes: ['zaken:lezen'],
    logged: 'zoeken',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.findZaken(request, needed)),
  },
  {
    method: 'GET',
    path: '/zaken/{zaakId}',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readZaak(request, needed)),
  },
  {
    method: 'GET',
    path: '/zaken/{zaakId}/tijdlijn',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readTijdlijn(request, needed)),
  },
  {
    method: 'GET',
    path: '/zaken/{zaakId}/termijnen',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readTermijnen(request, needed)),
  },
  {
    method: 'GET',
    path: '/zaken/{zaakId}/intake',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/zaken.ts').then((module) => module.readIntake(request, needed)),
  },
  {
    method: 'GET',
    path: '/zaken/{zaakId}/verwerkingen',
    scopes: ['zaken:lezen'],
    logged: 'inzage',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/verwerkingen.ts').then((module) =>
        module.readVerwerkingen(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/zaken/{zaakId}/_herstel',
    scopes: ['gebeurtenissen:aanleveren'],
    logged: 'by message',
    process: (request, needed) =>
      import('../shared/rest/resources/herstel.ts').then((module) => module.acceptHerstel(request, needed)),
  },
  {
    method: 'POST',
    path: '/zaken/{zaakId}/_wis',
    scopes: ['zaken:wissen'],
    logged: 'wissen',
    process: (request, needed) =>
      import('../shared/rest/resources/wissen.ts').then((module) => module.eraseZaak(request, needed)),
  },
  {
    method: 'GET',
    path: '/gemeenten/{code}/kpis',
    scopes: ['zaken:lezen'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/kpis.ts').then((module) => module.readKpis(request, needed)),
  },
  {
    method: 'GET',
    path: '/dag',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/dag.ts').then((module) => module.readDag(request, needed)),
  },
  {
    method: 'GET',
    path: '/agenda',
    scopes: ['zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    answersIn: 'text/calendar',
    process: (request, needed) =>
      import('../shared/rest/resources/agenda.ts').then((module) => module.readAgenda(request, needed)),
  },
  ...POST_ROUTES,
  {
    method: 'GET',
    path: '/ontvangsten',
    scopes: ['beheer'],
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/operations.ts').then((module) =>
        module.readOntvangsten(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/ontvangsten/{ontvangstId}/_heropnemen',
    scopes: ['beheer'],
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/operations.ts').then((module) => module.heropnemen(request, needed)),
  },
  {
    method: 'GET',
    path: '/balans',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/balans.ts').then((module) => module.readBalans(request, needed)),
  },
  {
    method: 'GET',
    path: '/openstaand',
    scopes: ['beheer', 'zaken:lezen'],
    logged: 'raadplegen',
    process: (request, needed) =>
      import('../shared/rest/resources/balans.ts').then((module) => module.readOpenstaand(request, needed)),
  },
];
