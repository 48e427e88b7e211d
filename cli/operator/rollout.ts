import { type Command, Option } from 'commander';
import { awsRollout, localRollout, type Rollout } from '../../client/deployment.ts';
import { userError } from '../../client/errors.ts';
import { placesOf } from '../../client/hub-client.ts';
import { isAddress, NO_ADDRESS, parseUrl, STANDARD_URL } from '../options.ts';

/** Options of a command for operators, which works with the AWS protocols instead of the API. */
export interface RolloutOptions {
  readonly url: string;
  readonly aws?: boolean;
}

/** Adds `--aws`, and `--url` for a local hub. */
export const withRollout = (command: Command): Command =>
  command
    // Not as a variable that commander knows: HUB_URL may be set while --aws names another hub.
    .option('--url <url>', 'where the local hub listens', parseUrl, process.env['HUB_URL'] ?? STANDARD_URL)
    .addOption(
      new Option(
        '--aws',
        'the hub in the AWS account and region of the environment, instead of a local one',
      ).conflicts('url'),
    );

/** The hub that the options name. */
export const findRollout = async ({ url, aws }: RolloutOptions): Promise<Rollout> => {
  if (aws === true) return awsRollout();
  // What HUB_URL holds was not looked at yet.
  if (!isAddress(url)) throw userError(`HUB_URL: ${NO_ADDRESS}`);
  placesOf(url);
  return localRollout(url);
};
