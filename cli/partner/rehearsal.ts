import { setTimeout as wacht } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { maakNaslag } from '../../adapters/uitgaand/naslag.ts';
import { maakVerzender } from '../../adapters/uitgaand/verzender.ts';
import { userError } from '../../client/errors.ts';
import { Secret } from '../../contracts/abonnementen.ts';
import { PARTNERROLLEN, type Partnerrol } from '../../contracts/partnerberichten.ts';
import { type Finish, parseUrl } from '../options.ts';
import type { Output } from '../output.ts';
import { kopRegels, slotRegels, stapRegel } from './report.ts';
import { speelProef } from './trial.ts';

export interface PartnertestOptions {
  readonly url: string;
  readonly geheim?: string;
  readonly rol: Partnerrol;
  readonly oorsprong: string;
  readonly token?: string;
  readonly json?: boolean;
}

const leesGeheim = (geheim: string | undefined): string => {
  if (geheim === undefined) throw userError('give the secret: WEBHOOK_GEHEIM=whsec_… in the environment');
  const gelezen = Secret.safeParse(geheim);
  if (!gelezen.success) throw userError('the secret is not whsec_ and 24 to 64 bytes in base64');
  return gelezen.data;
};

/** `hub partnertest`: rehearses against a partner's webhook, before anybody real is in a message. */
export const partnertest = async (
  { url, geheim, rol, oorsprong, token, json }: PartnertestOptions,
  output: Output,
): Promise<number> => {
  const resolve = maakNaslag();
  const bekend = leesGeheim(geheim);
  if (json !== true) output.lines(kopRegels(url, rol));
  const verslag = await speelProef(
    { url, rol, geheim: bekend, oorsprong, ...(token === undefined ? {} : { token }) },
    {
      verzender: maakVerzender({ loopbackToegestaan: true, resolve }),
      resolve,
      wacht,
      nu: () => new Date(),
      ...(json === true ? {} : { voortgang: (uitkomst) => output.line(stapRegel(uitkomst)) }),
    },
  );
  if (json === true) output.line(JSON.stringify(verslag));
  else output.lines(slotRegels(verslag));
  return verslag.geslaagd ? 0 : 1;
};

/** Adds `partnertest`. */
export const partnertestCommand = (program: Command, output: Output, finish: Finish): void => {
  program
    .command('partnertest')
    .description('rehearse against the webhook of a partner (docs/partners/webhook.md) with invented people')
    .requiredOption('--url <url>', 'address of the webhook', parseUrl)
    .addOption(
      new Option('--geheim <whsec>', 'secret that the receiver checks with; better in the environment').env(
        'WEBHOOK_GEHEIM',
      ),
    )
    .addOption(new Option('--rol <role>', 'whose messages').choices(PARTNERROLLEN).default('taalschool'))
    .option('--oorsprong <name>', 'name by which the hub makes itself known', 'hub.example.nl')
    .addOption(
      new Option('--token <token>', 'bearer token that the receiver asks for, if any').env('WEBHOOK_TOKEN'),
    )
    .option('--json', 'print one JSON object and nothing else')
    .action((options: PartnertestOptions) => finish(partnertest(options, output)));
};
