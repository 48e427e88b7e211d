import { type Command, Option } from 'commander';
import { awsRollout, localRollout, type Rollout } from '../../client/deployment.ts';
import { urlOption } from '../options.ts';

/** Options of a command for operators, which works with the AWS protocols instead of the API. */
export interface RolloutOptions {
  readonly url: string;
  readonly aws?: boolean;
}

/** Adds `--aws`, and `--url` for a local hub. */
export const withRollout = (command: Command): Command =>
  command
    .addOption(urlOption('where the local hub listens'))
    .addOption(
      new Option(
        '--aws',
        'the hub in the AWS account and region of the environment, instead of a local one',
      ).conflicts('url'),
    );

/** The hub that the options name. */
export const findRollout = ({ url, aws }: RolloutOptions): Promise<Rollout> =>
  aws === true ? awsRollout() : localRollout(url);
