import type { Bsn, Gemeentecode, Vnummer, ZaakId } from '../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../contracts/internal/bus-events.ts';
import type { Gemeente, Organisation, Partner } from '../../../domain/organisations.ts';
import type { Dependencies } from '../dependencies.ts';
import { notFound } from '../http/problems.ts';

/**
 * Whether a gemeente or a partner reports about somebody of its own; 404 otherwise, so that it learns nothing of others.
 * A source reports about anybody.
 */
export async function verifyOwn(
  needed: Pick<Dependencies, 'zaken' | 'post'>,
  organisation: Organisation,
  bericht: InboundBericht,
): Promise<void> {
  const isOwn =
    organisation.rol === 'gemeente'
      ? await isOfGemeente(needed, organisation, bericht)
      : organisation.rol !== 'partner' || (await wasTold(needed, organisation, bericht));
  if (!isOwn) throw notFound();
}

type Numbers = { readonly vNummer: Vnummer } | { readonly bsn: Bsn };

/** By what a message names its persons; a V-nummer goes before a BSN. */
const personenIn = (bericht: InboundBericht): readonly Numbers[] => {
  const { data } = bericht;
  const named = 'personen' in data ? (data.personen ?? []) : [data];
  return named.flatMap((persoon): readonly Numbers[] => {
    if ('vNummer' in persoon && persoon.vNummer !== undefined) return [{ vNummer: persoon.vNummer }];
    return 'bsn' in persoon && persoon.bsn !== undefined ? [{ bsn: persoon.bsn }] : [];
  });
};

/** A gemeente may report about its own people, wherever they go, and about people whom the hub does not know yet. */
const isOfGemeente = async (
  { zaken }: Pick<Dependencies, 'zaken'>,
  { gemeentecode }: Gemeente,
  bericht: InboundBericht,
): Promise<boolean> => {
  const { data } = bericht;
  if ('zaakId' in data) {
    const other = 'zelfdePersoon' in data && data.zelfdePersoon !== undefined ? [data.zelfdePersoon] : [];
    const owners = await Promise.all([data.zaakId, ...other].map((zaakId) => zaken.gemeenteOf({ zaakId })));
    return owners.every((owner) => owner === gemeentecode);
  }
  const found = await Promise.all(personenIn(bericht).map((query) => zaken.gemeenteOf(query)));
  if (found.some((other) => other !== undefined && other !== gemeentecode)) return false;
  const isKnownHere = found.length > 0 && found.every((own) => own === gemeentecode);
  const named: Gemeentecode | string | undefined = 'gemeentecode' in data ? data.gemeentecode : undefined;
  // Its own people may leave for another gemeente; a koppeling is always to the gemeente itself.
  return bericht.type.startsWith('nl.tvs.') || !isKnownHere ? named === gemeentecode : true;
};

/** A partner reports only about a zaak that it was told of. */
const wasTold = async (
  { post }: Pick<Dependencies, 'post'>,
  { gemeentecode, partner }: Partner,
  { data }: InboundBericht,
): Promise<boolean> => {
  const zaakId: ZaakId | undefined = 'zaakId' in data ? data.zaakId : undefined;
  return zaakId !== undefined && (await post.berichtenOver(zaakId, gemeentecode, partner)).length > 0;
};
