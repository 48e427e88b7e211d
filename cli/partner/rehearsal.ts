import { setTimeout as wait } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { createLookup } from '../../adapters/egress/lookup.ts';
import { createSender } from '../../adapters/egress/sender.ts';
import { userError } from '../../client/errors.ts';
import { Secret } from '../../contracts/abonnementen.ts';
import { PARTNERROLLEN, type Partnerrol } from '../../contracts/partnerrollen.ts';
import { known } from '../../domain/known.ts';
import { type Finish, parseUrl } from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { closingLines, headLines, stepLines } from './report.ts';
import { playTrial } from './trial.ts';

export interface PartnertestOptions extends JsonOption {
  readonly url: string;
  readonly geheim?: string;
  readonly rol: Partnerrol;
  readonly oorsprong: string;
  readonly token?: string;
}

/** The secret of a webhook: `whsec_` and 24 to 64 bytes in base64. Throws, in words for who typed it, without that. */
export const readSecret = (secret: string | undefined): string => {
  if (secret === undefined) throw userError('give the secret: WEBHOOK_GEHEIM=whsec_… in the environment');
  const parsed = Secret.safeParse(secret);
  if (!parsed.success) throw userError('the secret is not whsec_ and 24 to 64 bytes in base64');
  return parsed.data;
};

/** `hub partnertest`: rehearses against a partner's webhook, before anybody real is in a message. */
export const partnertest = async (options: PartnertestOptions, output: Output): Promise<number> => {
  const { url, geheim, rol, oorsprong, token } = options;
  const resolve = createLookup();
  const secret = readSecret(geheim);
  // Each step is shown when it is done: a receiver may let the hub wait for twenty seconds.
  show(output, options, [], () => headLines(url, rol, output.width));
  const report = await playTrial(
    { url, rol, geheim: secret, oorsprong, ...known({ token }) },
    {
      sender: createSender({ loopbackAllowed: true, resolve }),
      resolve,
      sleep: wait,
      now: () => new Date(),
      progress: (outcome) => show(output, options, [], () => stepLines(outcome, output.width, output)),
    },
  );
  show(output, options, [report], () => closingLines(report, output.width, output));
  return report.geslaagd ? 0 : 1;
};

/** Adds `partnertest`. */
export const partnertestCommand = (program: Command, output: Output, finish: Finish): void => {
  program
    .command('partnertest')
    .alias('proef')
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
