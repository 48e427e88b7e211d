import type { Bsn, Gemeentecode, Vnummer, ZaakId } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { eventOfType, PART_OF_ROLE } from '../../../../contracts/routemap.ts';
import { isContractOver } from '../../../../domain/delivery/withdrawn.ts';
import type { Gemeente, Organisation, Partner } from '../../../../domain/organisations.ts';
import { kanaalId } from '../../../../domain/partners/address.ts';
import { dayOf } from '../../../../domain/termijnen/calendar.ts';
import type { Dependencies } from '../dependencies.ts';
import { notFound, problem } from '../http/problems.ts';

interface Zaken {
  readonly zaken: Pick<Dependencies['zaken'], 'gemeenteOf'>;
}

/** Whether a gemeente or a partner may report about this zaak: it is of that gemeente, or the partner was told of it. */
export const mayReportOn = async (
  { zaken, post }: Zaken & Pick<Dependencies, 'post'>,
  organisation: Gemeente | Partner,
  zaakId: ZaakId,
): Promise<boolean> =>
  organisation.rol === 'gemeente'
    ? (await zaken.gemeenteOf({ zaakId })) === organisation.gemeentecode
    : (await post.berichtenOver(zaakId, organisation.gemeentecode, organisation.partner)).length > 0;

/**
 * Whether a gemeente or a partner reports about somebody of its own; 404 otherwise, so that it learns nothing of others.
 * A source reports about anybody.
 */
export async function verifyOwn(
  needed: Zaken & Pick<Dependencies, 'post'>,
  organisation: Organisation,
  bericht: InboundBericht,
): Promise<void> {
  const isOwn =
    organisation.rol === 'gemeente'
      ? await isOfGemeente(needed, organisation, bericht)
      : organisation.rol !== 'partner' || (await wasTold(needed, organisation, bericht));
  if (!isOwn) throw notFound();
  if (organisation.rol === 'partner') verifyPart(organisation, bericht);
}

/** A partner speaks for its own part of the brede intake: what it says of another part it was not there to know. */
const verifyPart = ({ partnerrol }: Partner, { type, data, ontvangstId }: InboundBericht): void => {
  // Who directs a zaak invites somebody for the talks of all (R03.5).
  if (eventOfType(type) === 'brede-intake-uitgenodigd') return;
  const part = 'onderdeel' in data ? data.onderdeel : undefined;
  if (part === undefined || part === PART_OF_ROLE[partnerrol]) return;
  throw problem('geen-toegang', 'Deze organisatie mag dit onderdeel van de brede intake niet melden.', {
    ontvangstId,
    errors: [{ pointer: '/data/onderdeel', detail: `moet ${PART_OF_ROLE[partnerrol]} zijn` }],
  });
};

/**
 * A partner reports until its contract ends, by the day of the hub: after that the zaak is another's. What it sent before that
 * and repeats, because it never got the answer, is answered as it was.
 */
export const verifyContract = async (
  {
    ontvangsten,
    clock,
  }: Pick<Dependencies, 'clock'> & {
    readonly ontvangsten: Pick<Dependencies['ontvangsten'], 'read'>;
  },
  organisation: Organisation,
  { ontvangstId }: InboundBericht,
): Promise<void> => {
  if (organisation.rol !== 'partner') return;
  const { gemeentecode, partner } = organisation;
  if (!isContractOver(kanaalId(gemeentecode, partner), dayOf(clock.now()))) return;
  if ((await ontvangsten.read(ontvangstId)) !== undefined) return;
  throw problem('geen-toegang', 'De opdracht van deze organisatie bij de gemeente is afgelopen.', {
    ontvangstId,
  });
};

type Numbers = { readonly vNummer: Vnummer } | { readonly bsn: Bsn };

/** By what a message names each of its persons: two numbers may still lead to two zaken. */
const personenIn = (bericht: InboundBericht): readonly (readonly Numbers[])[] => {
  const { data } = bericht;
  const named = 'personen' in data ? (data.personen ?? []) : [data];
  return named.map((persoon) => [
    ...('vNummer' in persoon && persoon.vNummer !== undefined ? [{ vNummer: persoon.vNummer }] : []),
    ...('bsn' in persoon && persoon.bsn !== undefined ? [{ bsn: persoon.bsn }] : []),
  ]);
};

/** A gemeente may report about its own people, wherever they go, and about people whom the hub does not know yet. */
const isOfGemeente = async (
  { zaken }: Zaken,
  { gemeentecode }: Gemeente,
  bericht: InboundBericht,
): Promise<boolean> => {
  const { data } = bericht;
  if ('zaakId' in data) {
    const other = 'zelfdePersoon' in data && data.zelfdePersoon !== undefined ? [data.zelfdePersoon] : [];
    const owners = await Promise.all([data.zaakId, ...other].map((zaakId) => zaken.gemeenteOf({ zaakId })));
    return owners.every((owner) => owner === gemeentecode);
  }
  const found = await Promise.all(
    personenIn(bericht).map((numbers) => Promise.all(numbers.map((query) => zaken.gemeenteOf(query)))),
  );
  if (found.flat().some((other) => other !== undefined && other !== gemeentecode)) return false;
  const isKnownHere = found.length > 0 && found.every((owners) => owners.includes(gemeentecode));
  const named: Gemeentecode | string | undefined = 'gemeentecode' in data ? data.gemeentecode : undefined;
  // Its own people may leave for another gemeente; a koppeling is always to the gemeente itself.
  return bericht.type.startsWith('nl.tvs.') || !isKnownHere ? named === gemeentecode : true;
};

/** A partner reports only about a zaak that it was told of. */
const wasTold = async (
  needed: Zaken & Pick<Dependencies, 'post'>,
  organisation: Partner,
  { data }: InboundBericht,
): Promise<boolean> => {
  const zaakId: ZaakId | undefined = 'zaakId' in data ? data.zaakId : undefined;
  return zaakId !== undefined && mayReportOn(needed, organisation, zaakId);
};
