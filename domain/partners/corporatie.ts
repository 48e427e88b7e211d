import { eventIn, type SaidReport, standingReports } from '../routemap/reports.ts';
import { oncePerState } from '../zaak/once-per-state.ts';
import { situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { woningOf } from '../zaak/woning.ts';
import type { Zaak } from '../zaak/zaak.ts';

/**
 * The part of a corporatie in a zaak (werkafspraken R00.1 to R01.T3). Every corporatie searches until a home is agreed. From then
 * on the zaak is the business of the corporatie that proposed that home. When that home falls through, all of them search again.
 */

/** The corporatie that proposed each home, by its key, on this zaak or on that of another member. */
const proposalsOf = oncePerState(
  (zaak: Zaak): ReadonlyMap<string, string> =>
    new Map([
      ...Object.entries(woningOf(zaak).voorstellen ?? {}).map(
        ([woningId, { corporatie }]) => [woningId, corporatie] as const,
      ),
      ...standingReports(zaak.meldingen, stayOf(situationOf(zaak))).flatMap((report) => {
        const { woningId } = report.routemap;
        const isProposal = eventIn(report)?.event === 'woning-voorgesteld';
        return isProposal && woningId !== undefined && report.partner !== undefined
          ? [[woningId, report.partner] as const]
          : [];
      }),
    ]),
);

const isOwn = (zaak: Zaak, sleutel: string, woningId: string | undefined): boolean =>
  woningId !== undefined && proposalsOf(zaak).get(woningId) === sleutel;

/**
 * Whether the agreed home is of this corporatie. Then it makes the contract, and has to know with whom. It may have proposed the
 * home on the zaak of another member of the household.
 */
export const isOwnWoning = (zaak: Zaak, sleutel: string): boolean => {
  const { woningId, corporatie } = woningOf(zaak);
  return corporatie === sleutel || isOwn(zaak, sleutel, woningId);
};

/** Whether this corporatie is told of the zaak; `isSearching`: the order to search stands. */
export const isForCorporatie = (zaak: Zaak, sleutel: string, isSearching: boolean): boolean =>
  woningOf(zaak).akkoord ? isOwnWoning(zaak, sleutel) : isSearching;

/**
 * Whether a report concerns this corporatie. A report about a home does when the home is its own, and an agreement only as long as
 * it holds.
 */
export const isToldTo = (zaak: Zaak, sleutel: string, report: SaidReport): boolean => {
  const { woningId } = report.routemap;
  switch (eventIn(report)?.event) {
    case 'woning-goedgekeurd':
      return isOwnWoning(zaak, sleutel) && woningOf(zaak).woningId === woningId;
    case 'woning-afgekeurd':
    case 'woning-geweigerd':
      return isOwn(zaak, sleutel, woningId);
    default:
      return true;
  }
};
