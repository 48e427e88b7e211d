import type { HuishoudenId, ZaakId } from '../../contracts/base-types.ts';
import { allHuishoudensOf } from '../../domain/huishouden/from-zaak.ts';
import { tijdlijnOfHuishouden } from '../../domain/huishouden/tijdlijn.ts';
import type { Processing } from '../../domain/logboek/record.ts';
import {
  asMember,
  gemeentenIn,
  type LoggedTimeline,
  processingsOf,
} from '../../domain/logboek/timeline-processings.ts';
import { dossierOf } from '../../domain/zaak/dossier.ts';

/** What the timelines of a person, those of the households among them, record for the logbooks of the gemeenten. */
interface LoggedTimelines {
  readonly huishoudens: readonly HuishoudenId[];
  /** Gemeenten of which the logbook has something of this person. */
  readonly gemeenten: ReadonlySet<string>;
  readonly processingsFor: (gemeentecode: string) => readonly Processing[];
}

/** Reads what the timelines of a person record. */
export const readLogged = async (
  read: (id: ZaakId) => Promise<Omit<LoggedTimeline, 'id'>>,
  zaakId: ZaakId,
): Promise<LoggedTimelines> => {
  const own = { id: zaakId, ...(await read(zaakId)) };
  const huishoudens = allHuishoudensOf(dossierOf(own.commits).zaak);
  const households = await Promise.all(
    huishoudens.map(async (huishoudenId) => {
      const id = tijdlijnOfHuishouden(huishoudenId);
      return { id, ...(await read(id)) };
    }),
  );
  return {
    huishoudens,
    gemeenten: gemeentenIn(own.commits),
    processingsFor: (gemeentecode) => [
      ...processingsOf(own, gemeentecode),
      ...households.flatMap((household) => asMember(processingsOf(household, gemeentecode), zaakId)),
    ],
  };
};
