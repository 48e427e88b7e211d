import type { Command } from 'commander';
import type { Ontvangst } from '../../client/answers.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { type ConnectionOptions, connect, type Finish, parseUuid, withConnection } from '../options.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { table } from '../print/text.ts';

const rowOf = ({ ontvangstId, sinds, organisatie, type, reden }: Ontvangst): readonly string[] => [
  ontvangstId,
  sinds.slice(0, 16).replace('T', ' '),
  organisatie,
  [type, reden].filter((part) => part !== undefined).join(': '),
];

/** Receipts as a table. */
export const ontvangstLines = (found: readonly Ontvangst[], width: number): readonly string[] =>
  table(found.map(rowOf), width, '');

const list = async (
  hub: HubClient,
  status: 'wacht' | 'quarantaine',
  options: JsonOption,
  output: Output,
): Promise<void> => {
  const found = await hub.ontvangsten(status);
  show(output, options, found, () => {
    if (found.length > 0) return ontvangstLines(found, output.width);
    return [status === 'wacht' ? 'Nothing waits.' : 'The quarantine is empty.'];
  });
};

/** `hub wachtend`: messages of people who are not known yet. */
export const waiting = async (hub: HubClient, options: JsonOption, output: Output): Promise<number> => {
  await list(hub, 'wacht', options, output);
  return 0;
};

/** `hub quarantaine`: messages that could not be used, with the reason; `--heropnemen` offers one again. */
export const quarantaine = async (
  hub: HubClient,
  options: JsonOption & { readonly heropnemen?: string },
  output: Output,
): Promise<number> => {
  const { heropnemen: ontvangstId } = options;
  if (ontvangstId === undefined) {
    await list(hub, 'quarantaine', options, output);
    return 0;
  }
  await hub.heropnemen(ontvangstId);
  show(output, options, [{ ontvangstId, heropgenomen: true }], () => [
    `${ontvangstId} is offered again (heropgenomen).`,
  ]);
  return 0;
};

/** Adds `wachtend` and `quarantaine` to the program. */
export const ontvangstenCommands = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('wachtend'))
    .description('messages that wait for a person who is not known yet (wachtende ontvangsten)')
    .option('--json', 'print each receipt as one line of JSON')
    .action((options: JsonOption & ConnectionOptions) => finish(waiting(connect(options), options, output)));
  withConnection(program.command('quarantaine'))
    .description('messages that could not be used, with the reason (quarantaine)')
    .option('--heropnemen <id>', 'offer the message of this receipt again', parseUuid)
    .option('--json', 'print each receipt as one line of JSON')
    .action((options: JsonOption & { heropnemen?: string } & ConnectionOptions) =>
      finish(quarantaine(connect(options), options, output)),
    );
};
