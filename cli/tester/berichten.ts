import { userError } from '../../client/errors.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { vindOrganisatie } from '../../domain/organisaties.ts';
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
  const organisatie = vindOrganisatie(`${partner}-${gemeente}`);
  if (organisatie?.rol !== 'partner')
    throw userError(`gemeente ${gemeente} has no partner called ${partner}`);
  const gelezen = await hub.berichten(partner, gemeente);
  if (json === true) output.lines(gelezen.map((bericht) => JSON.stringify(bericht)));
  else {
    const post = { sleutel: partner, organisatie: organisatie.naam, berichten: gelezen };
    output.lines(partnerLines([post], output.width, output.bold));
  }
  return 0;
};
