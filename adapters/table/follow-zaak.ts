import type { ZaakId } from '../../contracts/base-types.ts';
import { HubError } from '../../domain/errors.ts';
import { type Dossier, dossierOf, type ZaakContent } from '../../domain/zaak/dossier.ts';
import { mergedInto } from '../../domain/zaak/zaak.ts';
import { LogMoved, type Logs } from './logs.ts';

/** Where the timeline of a person goes on, when two zaken turned out to be of one person. */

/**
 * Where an id leads by now: one that was kept before its zaak had a timeline may lead to that of a BSN. One that was erased stays
 * what it is. Costs a read, and one more for each reference on the way.
 */
export const currentId = async (zaken: Pick<Logs<ZaakContent>, 'resolve'>, kept: ZaakId): Promise<ZaakId> => {
  const { id, gewistOp } = await zaken.resolve(kept);
  return gewistOp === undefined ? (id as ZaakId) : kept;
};

/** The same of several. */
export const currentIds = async (
  zaken: Pick<Logs<ZaakContent>, 'resolve'>,
  kept: readonly ZaakId[],
): Promise<ReadonlyMap<ZaakId, ZaakId>> => {
  const found = kept.map(async (id) => [id, await currentId(zaken, id)] as const);
  return new Map(await Promise.all(found));
};

/** A zaak with its timeline as read. */
export interface ReadZaak {
  readonly zaakId: ZaakId;
  readonly dossier: Dossier;
}

/** Where a zaak goes on: in itself, or in the one that took it up, by way of others perhaps. */
interface FollowedZaak {
  /** Those that were taken up, one in the other. */
  readonly ended: readonly ReadZaak[];
  readonly current: ReadZaak;
}

/**
 * Follows a zaak to where it goes on. Throws a `HubError` ('quarantaine') where zaken took up one another, which only two
 * messages at one moment can have done.
 */
export const followZaak = async (
  zaken: Pick<Logs<ZaakContent>, 'read'>,
  zaakId: ZaakId,
  ended: readonly ReadZaak[] = [],
): Promise<FollowedZaak> => {
  if (ended.some((one) => one.zaakId === zaakId)) {
    throw new HubError('quarantaine', 'zaken zijn over en weer in elkaar opgenomen');
  }
  const commits = await zaken.read(zaakId).catch((error: unknown) => {
    if (error instanceof LogMoved) return error.naar as ZaakId;
    throw error;
  });
  if (typeof commits === 'string') return followZaak(zaken, commits, ended);
  const current = { zaakId, dossier: dossierOf(commits) };
  const movedTo = mergedInto(current.dossier.zaak);
  return movedTo === undefined ? { ended, current } : followZaak(zaken, movedTo, [...ended, current]);
};

/** The dossier of a zaak, or of the one that it was taken up in. */
export const readDossier = async (zaken: Pick<Logs<ZaakContent>, 'read'>, zaakId: ZaakId): Promise<Dossier> =>
  (await followZaak(zaken, zaakId)).current.dossier;
