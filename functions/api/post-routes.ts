import type { Scope } from '../../domain/organisations.ts';
import type { Dependencies } from '../shared/rest/dependencies.ts';
import { PULL_ROUTES } from '../shared/rest/http/pull-routes.ts';
import type { Route } from '../shared/rest/http/route.ts';

const DOORS: readonly Scope[] = ['abonnementen:beheren'];

/** What a partner is sent, and through which door. */
export const POST_ROUTES: readonly Route<Dependencies>[] = [
  ...PULL_ROUTES,
  {
    method: 'GET',
    path: '/berichten/{berichtId}',
    scopes: ['berichten:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/berichten.ts').then((module) => module.readBericht(request, needed)),
  },
  {
    method: 'POST',
    path: '/berichten/{berichtId}/_bevestig',
    scopes: ['berichten:lezen'],
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../shared/rest/resources/berichten.ts').then((module) =>
        module.confirmBericht(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/berichten/{berichtId}/_opgepakt',
    scopes: ['berichten:lezen'],
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../shared/rest/resources/replies.ts').then((module) => module.takeUpBericht(request, needed)),
  },
  {
    method: 'POST',
    path: '/berichten/{berichtId}/_luktniet',
    scopes: ['berichten:lezen'],
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../shared/rest/resources/replies.ts').then((module) => module.declineBericht(request, needed)),
  },
  {
    method: 'POST',
    path: '/berichten/{berichtId}/_afgehandeld',
    scopes: ['berichten:lezen'],
    logged: 'nobody',
    withQuery: true,
    withoutContent: true,
    process: (request, needed) =>
      import('../shared/rest/resources/replies.ts').then((module) => module.settleBericht(request, needed)),
  },
  {
    method: 'GET',
    path: '/kanaal',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/kanaal.ts').then((module) => module.readKanaal(request, needed)),
  },
  {
    method: 'PUT',
    path: '/kanaal',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/kanaal.ts').then((module) => module.chooseDoor(request, needed)),
  },
  {
    method: 'POST',
    path: '/partners/{partner}/_uitsluiten',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/partners.ts').then((module) => module.shutOutPartner(request, needed)),
  },
  {
    method: 'POST',
    path: '/partners/{partner}/_toelaten',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/partners.ts').then((module) => module.letPartnerIn(request, needed)),
  },
  {
    method: 'GET',
    path: '/abonnementen',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/abonnementen.ts').then((module) =>
        module.readAbonnementen(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/abonnementen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/abonnementen.ts').then((module) =>
        module.acceptAbonnement(request, needed),
      ),
  },
  {
    method: 'GET',
    path: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/abonnementen.ts').then((module) =>
        module.readAbonnement(request, needed),
      ),
  },
  {
    method: 'PATCH',
    path: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/abonnement-change.ts').then((module) =>
        module.changeAbonnement(request, needed),
      ),
  },
  {
    method: 'DELETE',
    path: '/abonnementen/{abonnementId}',
    scopes: DOORS,
    logged: 'nobody',
    withoutContent: true,
    process: (request, needed) =>
      import('../shared/rest/resources/abonnementen.ts').then((module) =>
        module.removeAbonnement(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/abonnementen/{abonnementId}/_pauzeer',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/abonnement-change.ts').then((module) =>
        module.pauseAbonnement(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/abonnementen/{abonnementId}/_hervat',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/abonnement-change.ts').then((module) =>
        module.resumeAbonnement(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/abonnementen/{abonnementId}/_nieuwgeheim',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/abonnement-change.ts').then((module) =>
        module.renewSecret(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/abonnementen/{abonnementId}/_verifieer',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/abonnement-change.ts').then((module) =>
        module.verifyAbonnement(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/abonnementen/{abonnementId}/_akkoord',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/abonnement-change.ts').then((module) =>
        module.recordConsent(request, needed),
      ),
  },
  {
    method: 'GET',
    path: '/abonnementen/{abonnementId}/tijdlijn',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/abonnementen.ts').then((module) =>
        module.readAbonnementTijdlijn(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/abonnementen/{abonnementId}/herleveringen',
    scopes: DOORS,
    logged: 'nobody',
    process: (request, needed) =>
      import('../shared/rest/resources/herleveringen.ts').then((module) =>
        module.redeliverAbonnement(request, needed),
      ),
  },
  {
    method: 'POST',
    path: '/herleveringen',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/herleveringen.ts').then((module) => module.redeliver(request, needed)),
  },
  {
    method: 'GET',
    path: '/herleveringen/{herleveringId}',
    scopes: DOORS,
    logged: 'nobody',
    withQuery: true,
    process: (request, needed) =>
      import('../shared/rest/resources/herleveringen.ts').then((module) =>
        module.readHerlevering(request, needed),
      ),
  },
];
