import * as z from 'zod';
import { OntvangstId } from '../../../../contracts/base-types.ts';
import { Cursor } from '../../../../contracts/cursor.ts';
import { OUTSTANDING_STATUSES } from '../../../../contracts/ontvangst-status.ts';
import { publish } from '../accept.ts';
import type { Dependencies } from '../dependencies.ts';
import { notFound, problem } from '../http/problems.ts';
import { readPage, readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';

const OntvangstenQuery = z.strictObject({
  status: z.enum(OUTSTANDING_STATUSES),
  na: Cursor.optional(),
});

/** `GET /ontvangsten?status=&na=`: what still needs attention, oldest first. */
export const readOntvangsten = async (
  request: AuthenticatedRequest,
  { ontvangsten }: { readonly ontvangsten: Pick<Dependencies['ontvangsten'], 'list'> },
): Promise<Response> => {
  const { status, na } = readQuery(OntvangstenQuery, request);
  return json(200, await readPage(na, (begin) => ontvangsten.list(status, begin)));
};

const OUTDATED =
  'Dit bericht past niet meer bij het contract van nu, en blijft in quarantaine. Vraag de afzender het opnieuw te sturen.';

/** `POST /ontvangsten/{ontvangstId}/_heropnemen`: offers any message that is not processed, and can be read, again. */
export const heropnemen = async (
  { pathValues }: AuthenticatedRequest,
  needed: Pick<Dependencies, 'bus' | 'log'> & {
    readonly ontvangsten: Pick<Dependencies['ontvangsten'], 'read' | 'heropnemen'>;
  },
): Promise<Response> => {
  const ontvangstId = OntvangstId.safeParse(pathValues['ontvangstId']);
  const ontvangst = ontvangstId.success ? await needed.ontvangsten.read(ontvangstId.data) : undefined;
  if (ontvangst === undefined) throw notFound();
  const bericht = await needed.ontvangsten.heropnemen(ontvangst.ontvangstId);
  if (bericht === undefined) throw problem('al-verwerkt', 'Dit bericht is al verwerkt.');
  if (bericht === 'quarantaine') throw problem('stand-laat-niet-toe', OUTDATED);
  await publish(needed, bericht);
  return json(
    202,
    { ontvangstId: bericht.ontvangstId },
    { Location: `/v1/gebeurtenissen/${bericht.ontvangstId}` },
  );
};
