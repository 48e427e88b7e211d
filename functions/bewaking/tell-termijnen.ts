import { zakenToTell } from '../../adapters/table/lists/regievoerder.ts';
import type { Table } from '../../adapters/table/table.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { dayOf } from '../../domain/termijnen/calendar.ts';
import { takeAll } from '../shared/steps.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { type TellDependencies, tellZaken } from './tell-zaken.ts';

export interface TermijnDependencies extends TellDependencies {
  readonly table: Pick<Table, 'perStatus' | 'writeIfNewer'>;
  readonly telemetry: Pick<Telemetry, 'info'>;
  readonly gemeenten: readonly Gemeentecode[];
  readonly now: Date;
}

/** Announces every term that comes near or has gone by. Reads the zaken that fall due by their entries, and no other. */
export async function tellTermijnen(deps: TermijnDependencies): Promise<void> {
  const today = dayOf(deps.now);
  await takeAll(
    deps.gemeenten.map((gemeentecode) => async () => {
      const told = await tellZaken(deps, await zakenToTell(deps.table, gemeentecode, today), today);
      if (told > 0) deps.telemetry.info('termijnen aangekondigd', { gemeentecode, zaken: told });
    }),
  );
}
