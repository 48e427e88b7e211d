import type { z } from 'zod';
import type { Ontvangst } from '../../client/answers.ts';
import { userError } from '../../client/errors.ts';
import type { Request } from '../../client/http.ts';
import { faultsOf, type HubClient, headlineOf } from '../../client/hub-client.ts';
import { waitForOntvangst } from '../../client/ontvangst.ts';
import { Accepted } from '../../contracts/api.ts';
import { jsonPointer } from '../../contracts/json-pointer.ts';
import { faultsIn, type PathFault } from '../../contracts/questions.ts';
import { type JsonOption, type Output, show } from '../output.ts';
import { fieldText } from '../print/fields.ts';
import type { Style } from '../print/paint.ts';
import { table, wrap } from '../print/text.ts';
import { askYesNo } from './dialogue.ts';
import type { Terminal } from './terminal.ts';

/** What both commands of a gemeente share: sending, waiting, and telling what became of it. */

export interface DeliveryOptions extends JsonOption {
  readonly gemeente: string;
  /** Seconds. */
  readonly wait: number;
}

/** A message that is ready to go. */
export interface Delivery {
  /** Its own id, the same on every retry. */
  readonly id: string;
  readonly path: string;
  readonly request: Request;
  /** What a sender can do when its id was used for another message. */
  readonly whenTaken: string;
  /** The zaken that it is about, once it is processed. */
  readonly zaken: () => Promise<readonly string[]>;
}

/** The faults of a message as lines, each with its JSON pointer, as the hub itself would name them. */
export const faultLines = (schema: z.core.$ZodType, message: unknown): readonly string[] =>
  faultsIn(schema, message).map(({ path, detail }: PathFault) => `${jsonPointer(path)} ${detail}`.trim());

/** Tells what is wrong; gives the exit code. */
export const refuse = (
  headline: string,
  lines: readonly string[],
  options: JsonOption,
  output: Output,
): number => {
  const { width, bad } = output;
  show(output, options, [{ uitleg: headline, fouten: lines }], () => [
    ...wrap(headline, width).map(bad),
    ...lines.flatMap((line) => wrap(line, width, '  ', '    ')),
  ]);
  return 1;
};

/** What it mostly is when the hub knows no zaak of this number: it shows each gemeente its own alone. */
export const notOfGemeente = ({ gemeente }: { readonly gemeente: string }): string =>
  `this zaak or person is not of gemeente ${gemeente}`;

/** Tells that the hub refused something, with each fault that it named; gives the exit code. */
export const refusedBy = (
  answer: Parameters<typeof headlineOf>[0],
  hints: readonly string[],
  options: JsonOption,
  output: Output,
): number => refuse(`Refused: ${headlineOf(answer)}`, [...faultsOf(answer), ...hints], options, output);

const leaves = (value: unknown, path: readonly string[] = []): readonly (readonly [string, string])[] => {
  if (typeof value !== 'object' || value === null) return [[path.join('.'), fieldText(value)]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path.join('.'), fieldText(value)]];
  return entries.flatMap(([name, member]) => leaves(member, [...path, name]));
};

/** Shows the whole message and asks whether it may go. */
export const confirm = async (
  terminal: Terminal,
  what: string,
  data: unknown,
  { gemeente }: DeliveryOptions,
  { width }: Output,
): Promise<boolean> => {
  terminal.say(['', what, ...table(leaves(data), width), '']);
  return askYesNo(terminal, `Send this as gemeente ${gemeente}?`);
};

const outcomeLine = (
  { status, reden }: Ontvangst,
  zaken: readonly string[],
  waited: number,
  { good, warn, bad }: Style,
): string => {
  const because = reden === undefined ? '' : `: ${reden}`;
  switch (status) {
    case 'verwerkt':
      return `${good('Processed (verwerkt)')}${zaken.length === 0 ? '' : `: zaak ${zaken.join(', zaak ')}`}`;
    case 'wacht':
      return `${warn('Waits (wacht)')}${because}; the hub takes it up by itself when it can`;
    case 'quarantaine':
      return `${bad('In quarantine (quarantaine)')}, and nothing changed${because}`;
    case 'ontvangen':
      return `Accepted (ontvangen), and not processed within ${waited} s; it is not lost`;
  }
};

/** Sends a message, waits until it is dealt with, and tells what became of it; gives the exit code. */
export const deliver = async (
  hub: HubClient,
  { id, path, request, whenTaken, zaken }: Delivery,
  options: DeliveryOptions,
  output: Output,
): Promise<number> => {
  const organisation = `gemeente-${options.gemeente}`;
  // Before it is sent, so that a retry is possible whatever happens on the way.
  if (options.json !== true) output.line(`Id ${id}: --id sends the same message again`);
  const answer = await hub.call(organisation, path, request);
  if (answer.status >= 400) {
    const hints: Readonly<Record<number, readonly string[]>> = {
      404: [notOfGemeente(options)],
      409: [whenTaken],
    };
    return refusedBy(answer, hints[answer.status] ?? [], options, output);
  }
  const accepted = Accepted.safeParse(answer.body);
  if (!accepted.success) throw userError('the hub answered without an ontvangstId');
  const { ontvangstId } = accepted.data;
  const ontvangst = await waitForOntvangst(hub, organisation, ontvangstId, options.wait * 1000);
  const { status, reden } = ontvangst;
  const found = status === 'verwerkt' ? await zaken() : [];
  show(output, options, [{ id, ontvangstId, status, reden, zaken: found }], () => [
    `Receipt (ontvangst) ${ontvangstId}`,
    ...wrap(outcomeLine(ontvangst, found, options.wait, output), output.width, '', '  '),
  ]);
  return status === 'quarantaine' ? 1 : 0;
};
