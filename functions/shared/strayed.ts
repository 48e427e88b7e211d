import { currentId, readDossier } from '../../adapters/table/follow-zaak.ts';
import type { Bsn, ZaakId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { strayedFeiten } from '../../domain/zaak/zaak.ts';
import type { ZaakUpdate } from './process-messages.ts';
import { appendToZaak, type ZaakDependencies } from './update-zaak.ts';

/** Brings what a BSN left on the timeline of somebody else to the person whose it is. */
export const takeStrayed = async (
  deps: ZaakDependencies,
  bericht: InboundBericht,
  bsn: Bsn,
  linked: ZaakId,
  strayed: readonly ZaakId[],
): Promise<readonly ZaakUpdate[]> => {
  const zaakId = await currentId(deps.zaken, linked);
  const found = await Promise.all(
    strayed.filter((other) => other !== zaakId).map((other) => readDossier(deps.zaken, other)),
  );
  const feiten = found.flatMap(({ zaak }) => strayedFeiten(zaak, bsn));
  if (feiten.length === 0) return [];
  const { ontvangstId } = bericht;
  const { update } = await appendToZaak(deps, zaakId, ontvangstId, () => ({ feiten }));
  // These facts came with other messages, so that only the new commit tells whether there is something to send.
  return [{ ...update, teVersturen: true }];
};
