import type { APIGatewayProxyResult } from 'aws-lambda';
import { keptAnswer } from './answers.ts';
import { SCRIPT_DIGEST } from './browser/digest.ts';
import type { LoketDependencies } from './dependencies.ts';
import { scriptPath, stylePath } from './paths.ts';
import { beginSignIn, endSignIn } from './signing-in.ts';
import { STYLE_DIGEST } from './style/digest.ts';
import type { Visit } from './visit.ts';

type OpenPage = (
  needed: LoketDependencies,
  visit: Visit,
) => APIGatewayProxyResult | Promise<APIGatewayProxyResult>;

/** What anybody may open, by its path. What only some of these need is loaded when it is opened. */
export const OPEN_PAGES: ReadonlyMap<string, OpenPage> = new Map<string, OpenPage>([
  [
    stylePath(STYLE_DIGEST).slice('/v1'.length),
    async () => keptAnswer((await import('./style/stylesheet.ts')).STYLESHEET, 'text/css'),
  ],
  [
    scriptPath(SCRIPT_DIGEST).slice('/v1'.length),
    async () => keptAnswer((await import('./browser/script.ts')).SCRIPT, 'text/javascript'),
  ],
  ['/loket/aanmelden', (needed) => beginSignIn(needed)],
  ['/loket/terug', (needed, { query, cookies }) => endSignIn(needed, new URLSearchParams(query), cookies)],
  [
    '/loket/namens',
    async (needed, { cookies }) =>
      (await import('./choose-organisation.ts')).showOrganisations(needed, cookies),
  ],
  [
    '/loket/link',
    async (needed, { query }) => (await import('./links.ts')).openLink(needed, query['k'] ?? ''),
  ],
]);
