import { ZaakId } from '../../../../contracts/base-types.ts';
import { WisAanvraag } from '../../../../contracts/wissen.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { showsZaken } from '../http/logging.ts';
import { notFound } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { safeError } from '../safe-log.ts';

/**
 * `POST /zaken/{zaakId}/_wis`: the gemeente of a zaak has its person erased. 202 once that is decided; asking again changes
 * nothing. Who decides stores it first and orders it second: an order that is lost is given again by functions/wissen.
 */
export const eraseZaak = async (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> => {
  const { organisatie, pathValues } = request;
  const { erasings, zaken, clock, log } = needed;
  const zaakId = ZaakId.safeParse(pathValues['zaakId']);
  if (!zaakId.success || organisatie.rol !== 'gemeente') throw notFound();
  const { reden } = await readBody(WisAanvraag, request);
  const { gemeentecode } = organisatie;
  const known = await erasings.view(zaakId.data, gemeentecode, clock.now());
  const own = known?.zaakId ?? (await zaken.toErase(zaakId.data, gemeentecode));
  if (own === undefined) throw notFound();
  await erasings.decide(own, { gemeentecode, reden, now: clock.now() });
  log.info('wissen besloten', { zaakId: own, gemeentecode, reden });
  try {
    await erasings.orderErasing(own);
  } catch (error) {
    log.error('wissen niet meteen opgedragen', { zaakId: own, ...safeError(error) });
  }
  const wissing = await erasings.view(own, gemeentecode, clock.now());
  if (wissing === undefined) throw notFound();
  return {
    ...json(202, wissing, { Location: `/v1/zaken/${own}` }),
    shown: showsZaken(gemeentecode, [own], Object.keys(wissing)),
  };
};
