import { userError } from '../../client/errors.ts';
import type { HubClient } from '../../client/hub-client.ts';
import type { Output } from '../output.ts';
import { timelineLines } from '../print/timeline.ts';

export interface TijdlijnOptions {
  readonly vnummer?: string;
  readonly bsn?: string;
  readonly gemeente: string;
  readonly json?: boolean;
}

const zaakIdsOf = async (
  hub: HubClient,
  zaakId: string | undefined,
  { vnummer, bsn, gemeente }: TijdlijnOptions,
): Promise<readonly string[]> => {
  const given = [zaakId, vnummer, bsn].filter((key) => key !== undefined);
  if (given.length !== 1) throw userError('say whose timeline: --vnummer, --bsn or a zaakId, one of them');
  if (zaakId !== undefined) return [zaakId];
  const zaken = await hub.find(vnummer === undefined ? { bsn: bsn ?? '' } : { vNummer: vnummer }, gemeente);
  if (zaken.length === 0)
    throw userError(
      `gemeente ${gemeente} has no zaak of this person: ask another with --gemeente, or see hub wachtend`,
    );
  return zaken.map((zaak) => zaak.zaakId);
};

/** `hub tijdlijn`: what happened to one person, and the terms that run. */
export const tijdlijn = async (
  hub: HubClient,
  zaakId: string | undefined,
  options: TijdlijnOptions,
  output: Output,
): Promise<number> => {
  for (const id of await zaakIdsOf(hub, zaakId, options)) {
    const found = await hub.tijdlijn(id, options.gemeente);
    if (options.json === true) output.line(JSON.stringify(found));
    else output.lines(timelineLines(found, output.width, output.bold));
  }
  return 0;
};
