import type { HubClient } from '../../client/hub-client.ts';
import { partnerOrganisation } from '../options.ts';
import type { Output } from '../output.ts';
import { partnerLines } from '../print/partners.ts';

export interface BerichtenOptions {
  readonly partner: string;
  readonly gemeente: string;
  readonly json?: boolean;
}

/** `hub berichten`: what a partner was told; reading takes nothing away. */
export const berichten = async (
  hub: HubClient,
  { partner, gemeente, json }: BerichtenOptions,
  output: Output,
): Promise<number> => {
  const organisation = partnerOrganisation(partner, gemeente);
  const parsed = await hub.berichten(partner, gemeente);
  if (json === true) output.lines(parsed.map((bericht) => JSON.stringify(bericht)));
  else {
    const post = { sleutel: partner, organisatie: organisation.naam, berichten: parsed };
    output.lines(partnerLines([post], output.width, output.bold));
  }
  return 0;
};
