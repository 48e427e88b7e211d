import { type Command, Option } from 'commander';
import { userError } from '../../client/errors.ts';
import { type HubClient, STANDARD_GEMEENTE } from '../../client/hub-client.ts';
import { Bsn, Vnummer } from '../../contracts/base-types.ts';
import { inboundSchema } from '../../contracts/berichttypen.ts';
import { members } from '../../contracts/checks.ts';
import { MEDIA_TYPE } from '../../contracts/cloudevent.ts';
import { inboundForm } from '../../contracts/inbound-form.ts';
import { momentInId } from '../../contracts/message-id.ts';
import { faultsIn, type GroupQuestion } from '../../contracts/questions.ts';
import { findOrganisation } from '../../domain/organisations.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseBsn,
  parseGemeentecode,
  parseMoment,
  parseSeconds,
  parseVNummer,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { createId, onClockOf } from './clock.ts';
import { type Data, dataOptions, readData, withOptions } from './data-options.ts';
import { confirm, type DeliveryOptions, deliver, faultLines, refuse } from './delivery.ts';
import { complete } from './dialogue.ts';
import { REPORT_KINDS, type ReportType } from './report-kinds.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** `hub meld <soort>`: a gemeente reports a fact itself. */

export interface ReportOptions extends DeliveryOptions {
  /** A file with the whole `data`, or `-`. */
  readonly data?: string;
  readonly id?: string;
  readonly tijdstip?: Date;
  /** Of each kind its own options, as `report-kinds.ts` names them. */
  readonly [option: string]: unknown;
}

const holds = ({ members: all }: GroupQuestion, name: string): boolean =>
  all.some((one) => one.name === name);

interface Identity {
  readonly id: string;
  readonly time: string;
}

/**
 * The id and the moment of a report. A retry has to be the same message, also in its moment: a UUID of version 7 holds
 * one, and who has another id gives it beside it.
 */
const identityOf = ({ id = createId(), tijdstip }: ReportOptions): Identity => {
  if (tijdstip !== undefined) return { id, time: tijdstip.toISOString() };
  const time = momentInId(id);
  if (time === undefined)
    throw userError(
      'an --id that is no UUID of version 7 needs --tijdstip too: a retry has the same id and the same moment',
    );
  return { id, time };
};

const eventOf = (type: ReportType, gemeente: string, identity: Identity, data: Data) => ({
  specversion: '1.0',
  ...identity,
  source: `urn:nld:oin:${findOrganisation(`gemeente-${gemeente}`)?.oin}:systeem:melding`,
  type,
  datacontenttype: 'application/json',
  data,
});

/** The zaken of everybody whom the data names, in this gemeente. */
const zakenIn = async (hub: HubClient, data: Data, gemeente: string): Promise<readonly string[]> => {
  if (typeof data['zaakId'] === 'string') return [data['zaakId']];
  const people = Array.isArray(data['personen']) ? data['personen'] : [data];
  const found = await Promise.all(
    people.map((person: unknown) => {
      const vNummer = Vnummer.safeParse(members(person)['vNummer']);
      if (vNummer.success) return hub.find({ vNummer: vNummer.data }, gemeente);
      const bsn = Bsn.safeParse(members(person)['bsn']);
      return bsn.success ? hub.find({ bsn: bsn.data }, gemeente) : [];
    }),
  );
  return [...new Set(found.flat().map(({ zaakId }) => zaakId))];
};

/** For data that names a zaak and no person: whose zaak it is may be said by a number of the person. */
const zaakOf = async (hub: HubClient, { bsn, vnummer, gemeente }: ReportOptions): Promise<Data> => {
  if (bsn === undefined && vnummer === undefined) return {};
  const [zaakId, ...more] = await zakenIn(hub, { bsn, vNummer: vnummer }, gemeente);
  if (zaakId === undefined) throw userError(`gemeente ${gemeente} has no zaak of this person`);
  if (more.length > 0) throw userError('this person has more than one zaak: say which with --zaak');
  return { zaakId };
};

/** What the options and the file say. */
const givenData = async (
  hub: HubClient,
  type: ReportType,
  form: GroupQuestion,
  options: ReportOptions,
): Promise<Data> => {
  const found = holds(form, 'zaakId') ? await zaakOf(hub, options) : {};
  const base = options.data === undefined ? {} : readData(options.data);
  return withOptions({ ...found, ...base }, dataOptions(REPORT_KINDS[type].options, form), options, form);
};

/** Reports one fact; `terminal` opens one when somebody is there to be asked. */
export const report = async (
  hub: HubClient,
  type: ReportType,
  options: ReportOptions,
  output: Output,
  terminal: () => Terminal | undefined = openTerminal,
): Promise<number> => {
  const identity = identityOf(options);
  const { word, elsewhere } = REPORT_KINDS[type];
  const { gemeente } = options;
  const form = inboundForm(type);
  const typed = await givenData(hub, type, form, options);
  const own: Data = holds(form, 'gemeentecode') ? { gemeentecode: gemeente } : {};
  const given: Data = { ...own, ...typed };

  const isWhole = faultsIn(form.schema, given).length === 0;
  // Standard input that held the data has no answers after it.
  const mayAsk = !isWhole && options.json !== true && options.data !== '-';
  const screen = mayAsk ? terminal() : undefined;
  try {
    const answered =
      screen === undefined
        ? given
        : await (elsewhere === true
            ? complete(screen, form, typed, { gemeentecode: gemeente })
            : complete(screen, form, given));
    const event = eventOf(type, gemeente, identity, answered);
    const faults = faultLines(inboundSchema(type), event);
    if (faults.length > 0) return refuse('Not sent, because this is not right yet:', faults, options, output);
    if (screen !== undefined && !(await confirm(screen, `${word} (${type})`, answered, options, output))) {
      return refuse('Nothing was sent.', [], options, output);
    }
    return await deliver(
      hub,
      {
        id: identity.id,
        path: '/gebeurtenissen',
        request: { method: 'POST', headers: { 'content-type': MEDIA_TYPE }, body: event },
        whenTaken: 'a retry has the same data and the same --tijdstip; another report has another id',
        zaken: () => zakenIn(hub, answered, gemeente),
      },
      options,
      output,
    );
  } finally {
    screen?.close();
  }
};

/** Adds `meld` with a command for each kind of report. */
export const reportCommand = (program: Command, output: Output, finish: Finish): void => {
  const meld = program
    .command('meld')
    .description('report a fact as a gemeente (melding): by options, from a file, or guided on a terminal');
  for (const [type, { word, description, options }] of Object.entries(REPORT_KINDS) as [
    ReportType,
    (typeof REPORT_KINDS)[ReportType],
  ][]) {
    const form = inboundForm(type);
    const command = withConnection(meld.command(word)).description(`${description} (${type})`);
    for (const { option } of dataOptions(options, form)) command.addOption(option);
    if (holds(form, 'zaakId'))
      command
        .option('--bsn <bsn>', 'find the zaak by BSN; - asks for it', parseBsn)
        .option('--vnummer <vNummer>', 'find the zaak by V-nummer; - asks for it', parseVNummer);
    command
      .option(
        '--gemeente <code>',
        'CBS code of the gemeente that reports',
        parseGemeentecode,
        STANDARD_GEMEENTE,
      )
      .option('--data <file>', 'the data of the event as JSON, from a file or from standard input (-)')
      .option('--id <id>', 'id of this report, the same on a retry; generated without it')
      .addOption(
        new Option(
          '--tijdstip <moment>',
          'moment of this report, the same on a retry; without it that of its id',
        ).argParser(parseMoment),
      )
      .option('--wait <seconds>', 'how long to wait until it is processed, at most', parseSeconds, 30)
      .option('--json', 'print one JSON object and nothing else')
      .action((given: ReportOptions & ConnectionOptions) => {
        const hub = connect(given);
        return finish(onClockOf(hub, () => report(hub, type, given, output)));
      });
  }
};
