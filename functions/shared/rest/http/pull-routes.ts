import type { PullDependencies } from '../dependencies.ts';
import type { Route } from './route.ts';

/** The call that may wait for messages, which functions/ophalen answers alone. */
export const PULL_ROUTES: readonly Route<PullDependencies>[] = [
  {
    method: 'GET',
    path: '/berichten',
    scopes: ['berichten:lezen'],
    logged: 'raadplegen',
    withQuery: true,
    process: (request, needed) =>
      import('../resources/berichten.ts').then((module) => module.readBerichten(request, needed)),
  },
];
