import { zakenAt } from '../../adapters/table/lists/reading.ts';
import { allPages, type Table } from '../../adapters/table/table.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { REGIEVOERDER } from '../../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../../domain/gemeenten/index.ts';
import { isValidAt } from '../../domain/gemeenten/profile.ts';
import { isTold } from '../../domain/regievoerder/kanaal.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { takeAll } from '../shared/steps.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { type TellDependencies, tellZaken } from './tell-zaken.ts';

/**
 * Contracts of partners, and the channel of the gemeente itself, begin and end on a day, without any message: running zaken
 * follow them (docs/domein.md, case 35).
 */

export interface ContractDependencies extends TellDependencies {
  readonly table: Pick<Table, 'read' | 'writeIfNewer' | 'perStatus'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly gemeenten: readonly Gemeentecode[];
  readonly now: Date;
}

/**
 * Tells of running zaken to every partner whose contract began, and signs off every one whose contract ended. Nothing is
 * looked at while the partners of a gemeente stay the same; what fails is done again by the next run, once for each zaak.
 */
export async function followContracts(deps: ContractDependencies): Promise<void> {
  await takeAll(deps.gemeenten.map((gemeentecode) => () => followIn(deps, gemeentecode)));
}

const followIn = async (deps: ContractDependencies, gemeentecode: Gemeentecode): Promise<void> => {
  const today = dayOf(deps.now);
  const key = { pk: `CONTRACTEN#${gemeentecode}`, sk: 'CONTRACTEN' };
  const profile = gemeenteProfile(gemeentecode);
  const partners = [
    ...profile.partners
      .filter(({ valid }) => isValidAt(valid, today))
      // A partner that hears at another moment from now on is told, or signed off, as well.
      .map(({ sleutel, hoort }) => (hoort === 'na-akkoord-woning' ? `${sleutel}:${hoort}` : sleutel)),
    ...(isTold(profile, today) ? [REGIEVOERDER] : []),
  ]
    .toSorted()
    .join(' ');
  if ((await deps.table.read(key))?.['partners'] === partners) return;
  const told = await tellRunning(deps, gemeentecode, today);
  await deps.table.writeIfNewer({ ...key, partners, gevolgdOp: deps.now.toISOString() }, 'gevolgdOp');
  if (told > 0) deps.telemetry.info('contracten gevolgd', { gemeentecode, zaken: told });
};

/**
 * Every zaak and household of a gemeente, those that left it too, each with what its partners and the gemeente itself are to be
 * told now; gives how many that were.
 */
const tellRunning = async (
  deps: ContractDependencies,
  gemeentecode: Gemeentecode,
  today: string,
): Promise<number> => {
  const lists = await Promise.all(
    (['eigen', 'vertrokken', 'huishoudens'] as const).map((list) =>
      allPages(async (after) => {
        const page = { max: 500, ...(after === undefined ? {} : { na: after }) };
        const { zaakIds: elements, ...rest } = await zakenAt(deps.table, gemeentecode, list, page);
        return { elements, ...rest };
      }),
    ),
  );
  return tellZaken(deps, lists.flat(), today);
};
