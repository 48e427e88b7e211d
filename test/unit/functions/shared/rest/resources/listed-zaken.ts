import type { Table } from '../../../../../../adapters/table/table.ts';
import { createZaakLists } from '../../../../../../adapters/table/zaak-lists.ts';
import type { ZaakId } from '../../../../../../contracts/base-types.ts';
import { addFeiten, type Dossier, emptyDossier } from '../../../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../../../domain/zaak/feiten.ts';
import { cause, duo, inschrijving, koppeling, linked, TODAY, ZAAK } from '../../../../domain/support.ts';

/** Invented zaken in the lists of a gemeente. */

export const zaakNumber = (n: number): ZaakId =>
  `3f7d6c1e-0f5b-8a8e-9d6a-${String(n).padStart(12, '0')}` as ZaakId;

export const dossierWith = (feiten: readonly Feit[]): Dossier =>
  feiten.reduce((sofar, feit) => addFeiten(ZAAK, sofar, [feit], TODAY)?.dossier ?? sofar, emptyDossier);

/** Puts a zaak with these facts in the lists, as the functions do after a message. */
export const listZaak = (
  table: Pick<Table, 'writeIfNewer'>,
  zaakId: ZaakId,
  feiten: readonly Feit[],
): Promise<void> => createZaakLists(table).store([{ zaakId, dossier: dossierWith(feiten) }]);

/** Somebody linked to a gemeente, plichtig, who settled there on a day: TG06 ends nine weeks later, TG07 ten. */
export const settledOn = (day: string, gemeentecode = '0907'): readonly Feit[] => [
  linked(koppeling({ gemeentecode })),
  duo('SS101', {}, '2025-06-25T07:00:00Z'),
  inschrijving({ gemeentecode, datumInschrijving: day }, cause(`${day}T08:00:00Z`)),
];
