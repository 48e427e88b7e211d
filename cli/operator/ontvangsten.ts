import { type Command, InvalidArgumentError, Option } from 'commander';
import { chunk } from '../../adapters/chunk.ts';
import type { Ontvangst } from '../../client/answers.ts';
import { isUserError, userError } from '../../client/errors.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { OUTSTANDING_STATUSES, type OutstandingStatus } from '../../contracts/ontvangst-status.ts';
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

const NOTHING: Readonly<Record<OutstandingStatus, string>> = {
  ontvangen: 'Nothing is on its way (ontvangen).',
  wacht: 'Nothing waits.',
  quarantaine: 'The quarantine is empty.',
};

const list = async (
  hub: HubClient,
  status: OutstandingStatus,
  options: JsonOption,
  output: Output,
): Promise<void> => {
  const found = await hub.ontvangsten(status);
  show(output, options, found, () =>
    found.length > 0 ? ontvangstLines(found, output.width) : [NOTHING[status]],
  );
};

/** `hub wachtend`: messages of people who are not known yet. */
export const waiting = async (hub: HubClient, options: JsonOption, output: Output): Promise<number> => {
  await list(hub, 'wacht', options, output);
  return 0;
};

export interface QuarantaineOptions extends JsonOption {
  readonly staat?: OutstandingStatus;
  readonly heropnemen?: string;
  readonly alles?: boolean;
}

/**
 * `hub quarantaine`: messages that could not be used, with the reason, or those of another `staat`; `--heropnemen` offers one
 * again, and `--alles` every one of the list.
 */
export const quarantaine = async (
  hub: HubClient,
  options: QuarantaineOptions,
  output: Output,
): Promise<number> => {
  const { staat = 'quarantaine', heropnemen: ontvangstId, alles } = options;
  if (alles === true) return takeUpAll(hub, staat, options, output);
  if (ontvangstId === undefined) {
    await list(hub, staat, options, output);
    return 0;
  }
  if (!(await hub.heropnemen(ontvangstId)))
    throw userError(`${ontvangstId} is processed already (al verwerkt)`);
  show(output, options, [{ ontvangstId, heropgenomen: true }], () => [
    `${ontvangstId} is offered again (heropgenomen).`,
  ]);
  return 0;
};

/** What became of one message of a list. */
interface TakenUp {
  readonly ontvangstId: string;
  readonly heropgenomen: boolean;
  /** Why it was not offered again. */
  readonly reden?: string;
}

const PROCESSED = 'al verwerkt';

const takeUp = async (hub: HubClient, ontvangstId: string): Promise<TakenUp> => {
  try {
    if (await hub.heropnemen(ontvangstId)) return { ontvangstId, heropgenomen: true };
    return { ontvangstId, heropgenomen: false, reden: PROCESSED };
  } catch (error) {
    // A hub that cannot be reached ends the command; one that refuses a message may take the next.
    if (!isUserError(error) || error.cause !== undefined) throw error;
    return { ontvangstId, heropgenomen: false, reden: error.message };
  }
};

/** Messages that are offered side by side. */
const TOGETHER = 5;

/** Offers every message of a list again, and says of each that it could not why; also when the hub falls halfway. */
const takeUpAll = async (
  hub: HubClient,
  staat: OutstandingStatus,
  options: JsonOption,
  output: Output,
): Promise<number> => {
  const found = await hub.ontvangsten(staat);
  const done: TakenUp[] = [];
  try {
    for (const some of chunk(found, TOGETHER)) {
      done.push(...(await Promise.all(some.map(({ ontvangstId }) => takeUp(hub, ontvangstId)))));
    }
  } finally {
    show(output, options, done, () => takenUpLines(done, found.length, output.width));
  }
  return done.some(isRefused) ? 1 : 0;
};

const isRefused = ({ heropgenomen, reden }: TakenUp): boolean => !heropgenomen && reden !== PROCESSED;

/** What was done with a list of so many: the numbers, and each message that was refused. */
const takenUpLines = (done: readonly TakenUp[], total: number, width: number): readonly string[] => {
  const refused = done.filter(isRefused);
  const processed = done.filter(({ reden }) => reden === PROCESSED).length;
  const counts: readonly (readonly [number, string])[] = [
    [done.length - refused.length - processed, 'offered again (heropgenomen)'],
    [processed, 'processed meanwhile (al verwerkt)'],
    [refused.length, 'not offered again'],
    [total - done.length, 'not tried'],
  ];
  return [
    `Of ${total} messages: ${counts.flatMap(([count, what], index) => (index === 0 || count > 0 ? [`${count} ${what}`] : [])).join(', ')}.`,
    ...table(
      refused.map(({ ontvangstId, reden = '' }) => [ontvangstId, reden]),
      width,
      '',
    ),
  ];
};

const parseStatus = (text: string): OutstandingStatus => {
  const status = OUTSTANDING_STATUSES.find((one) => one === text);
  if (status === undefined)
    throw new InvalidArgumentError(`a state is one of ${OUTSTANDING_STATUSES.join(', ')}.`);
  return status;
};

/** Adds `wachtend` and `quarantaine` to the program. */
export const ontvangstenCommands = (program: Command, output: Output, finish: Finish): void => {
  withConnection(program.command('wachtend'))
    .description('messages that wait for a person who is not known yet (wachtende ontvangsten)')
    .option('--json', 'print each receipt as one line of JSON')
    .action((options: JsonOption & ConnectionOptions) => finish(waiting(connect(options), options, output)));
  withConnection(program.command('quarantaine'))
    .description('messages that could not be used, with the reason (quarantaine)')
    .option(
      '--staat <staat>',
      `messages in another state: ${OUTSTANDING_STATUSES.join(', ')}; ontvangen is what no function got through yet`,
      parseStatus,
    )
    .option('--heropnemen <id>', 'offer the message of this receipt again', parseUuid)
    .addOption(new Option('--alles', 'offer every message of the list again').conflicts('heropnemen'))
    .option('--json', 'print each receipt as one line of JSON')
    .action((options: QuarantaineOptions & ConnectionOptions) =>
      finish(quarantaine(connect(options), options, output)),
    );
};
