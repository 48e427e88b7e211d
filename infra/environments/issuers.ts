import * as z from 'zod';
import { tokenIssuer } from '../../contracts/internal/token-issuer.ts';
import { OWN_ISSUER, PEOPLE_ISSUER } from '../names.ts';

/** Whom an environment trusts to say who somebody is: for programmes at the API, and for people at the pages. */

export const HttpsAddress = z.url({ protocol: /^https$/, error: 'moet een https-adres zijn' });

/** A list this long still fits in the environment of the function, of which Lambda takes 4 kB. */
const MAX_ISSUERS_JSON = 2800;

/** A Cognito user pool of the hub's own; the prefix of its domain is unique in the region. */
export const OwnPool = z.strictObject({
  domeinvoorvoegsel: z
    .string()
    .regex(/^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is geen bruikbaar voorvoegsel'),
});

/** Whose tokens the API accepts: of an issuer that the stacks bring along, of issuers that exist already, or both. */
export const Tokens = z
  .strictObject({
    eigen: OwnPool.optional(),
    uitgevers: z.array(tokenIssuer(HttpsAddress)).min(1).optional(),
  })
  .superRefine(({ eigen, uitgevers = [] }, ctx) => {
    const error = (path: (string | number)[], message: string): void =>
      ctx.addIssue({ code: 'custom', path, message });
    if (eigen === undefined && uitgevers.length === 0)
      error([], 'noemt geen uitgever: geef eigen, uitgevers of beide');
    for (const [place, { naam, uitgever }] of uitgevers.entries()) {
      const earlier = uitgevers.slice(0, place);
      if (naam === OWN_ISSUER || naam === PEOPLE_ISSUER || earlier.some((other) => other.naam === naam))
        error(['uitgevers', place, 'naam'], 'is van een andere uitgever');
      if (earlier.some((other) => other.uitgever === uitgever))
        error(['uitgevers', place, 'uitgever'], 'staat er twee keer');
    }
    if (JSON.stringify(uitgevers).length > MAX_ISSUERS_JSON)
      error(
        ['uitgevers'],
        'is te lang voor de functie: zet toegelaten in plaats van sleutels (hub partner toelaten)',
      );
  });

/** The issuer at which people sign in for the pages; `publiek` is the one client of the pages there. */
export const Loket = tokenIssuer(HttpsAddress).refine(({ publiek }) => publiek?.length === 1, {
  path: ['publiek'],
  message: 'moet precies één waarde hebben: de client van het loket',
});
