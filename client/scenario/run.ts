import { findOrganisation } from '../../domain/organisations.ts';
import { userError } from '../errors.ts';
import type { Answer } from '../http.ts';
import { faultsOf, type HubClient, headlineOf } from '../hub-client.ts';
import { notificationId } from './notification-id.ts';
import {
  bsnOf,
  type DuoStep,
  type EventStep,
  expectedStatus,
  isDuoStep,
  type Step,
  TO_QUARANTAINE,
} from './parse.ts';
import { quarantaineSender } from './quarantaine.ts';

/** A step that was answered otherwise than expected, or whose message did not end where it should. */
export interface Deviation {
  /** Number of the step, from 1. */
  readonly stap: number;
  /** An HTTP status, or `quarantaine`. */
  readonly verwacht: number | typeof TO_QUARANTAINE;
  readonly gekregen: number;
  /** What the hub said about it; pointers and reasons, never values. */
  readonly uitleg: string;
  /** The faults that it named, each with its pointer. */
  readonly fouten?: readonly string[];
}

export interface RunOptions {
  /** Called after each step. */
  readonly onStep?: (index: number, step: Step, answer: Answer) => void;
  /** Called with the receipt of each message that is in quarantine, as its step expects. */
  readonly onQuarantaine?: (ontvangstId: string) => void;
  /** Resolves when what was sent before has been dealt with. */
  readonly settle: () => Promise<unknown>;
  /** Waits for that before each step, so that what is told of one is never told together with the next. */
  readonly stepForStep?: boolean;
}

const oinOf = (key: string): string => {
  const organisation = findOrganisation(key);
  if (organisation === undefined) throw new Error(`no organisation ${key}`);
  return organisation.oin;
};

const gemeenteOf = (key: string): string | undefined => {
  const organisation = findOrganisation(key);
  return organisation !== undefined && 'gemeentecode' in organisation ? organisation.gemeentecode : undefined;
};

/** The message of a step, with the id of the zaak that the step names in its data; who was looked up is known until `forget`. */
const zaakBook = (hub: HubClient) => {
  const known = new Map<string, string>();
  const withZaak = async (
    { van, zaak, bericht }: EventStep,
    number: number,
  ): Promise<EventStep['bericht']> => {
    if (zaak === undefined) return bericht;
    const gemeente = gemeenteOf(van);
    const key = JSON.stringify([zaak, gemeente]);
    const zaakId = known.get(key) ?? (await hub.find(zaak, gemeente))[0]?.zaakId;
    if (zaakId === undefined) {
      throw userError(
        `step ${number} is about a zaak, and the hub has none of the person that its "zaak" names`,
      );
    }
    known.set(key, zaakId);
    return { ...bericht, data: { zaakId, ...(bericht['data'] as object | undefined) } };
  };
  return { withZaak, forget: () => known.clear() };
};

const sendEvent = (hub: HubClient, { van }: EventStep, bericht: EventStep['bericht']): Promise<Answer> =>
  hub.call(van, '/gebeurtenissen', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: bericht,
  });

/** What sends the message of a step, as often as it is asked. */
const senderOf = async (
  hub: HubClient,
  step: Step,
  number: number,
  zaken: ReturnType<typeof zaakBook>,
  settle: RunOptions['settle'],
): Promise<() => Promise<Answer>> => {
  // What a source says may open a zaak or end one; a report about a zaak does neither.
  if (isDuoStep(step) || step.zaak === undefined) zaken.forget();
  if (isDuoStep(step)) return () => sendNotification(hub, step);
  // Who reports about a zaak was told of it first.
  if (step.zaak !== undefined) await settle();
  const bericht = await zaken.withZaak(step, number);
  return () => sendEvent(hub, step, bericht);
};

/** Sets what DUO's side answers from now on. */
const setAnswers = async (hub: HubClient, bsn: string, responses: DuoStep['duo']): Promise<void> => {
  const answer = await hub.callLocal('/_lokaal/duo/antwoorden', {
    method: 'POST',
    body: { bsn, antwoorden: responses },
  });
  if (answer.status >= 400) {
    throw userError(
      `the hub at ${hub.url} has no stand-in for DUO that could answer (HTTP ${answer.status}): only a local hub can replay steps of DUO`,
    );
  }
};

const sendNotification = (hub: HubClient, step: DuoStep): Promise<Answer> =>
  hub.call('duo', '/notificaties', {
    method: 'POST',
    headers: {
      bron: oinOf('duo'),
      doel: oinOf('beheer'),
      berichtId: notificationId(step.notificatie),
    },
    body: step.notificatie,
  });

/** Remembers what was set in this run: a person's answer that changes must not be fetched by an earlier notification. */
const answerBook = (settle: () => Promise<unknown>) => {
  const known = new Map<string, string>();
  return async (bsn: string, responses: Readonly<Record<string, unknown>>): Promise<void> => {
    const entries = Object.entries(responses).map(
      ([key, value]) => [`${bsn} ${key}`, JSON.stringify(value)] as const,
    );
    const changes = entries.some(([key, value]) => known.has(key) && known.get(key) !== value);
    if (changes) await settle();
    for (const [key, value] of entries) known.set(key, value);
  };
};

const deviationOf = (step: Step, number: number, answer: Answer): Deviation | undefined => {
  const expected = expectedStatus(step);
  if (answer.status === expected) return undefined;
  const errors = faultsOf(answer);
  return {
    stap: number,
    verwacht: expected,
    gekregen: answer.status,
    uitleg: headlineOf(answer),
    ...(errors.length === 0 ? {} : { fouten: errors }),
  };
};

const notInQuarantaine = (number: number, { status }: Answer): Deviation => ({
  stap: number,
  verwacht: TO_QUARANTAINE,
  gekregen: status,
  uitleg: 'accepted, and not in quarantine when the hub was at rest',
});

/** Replays the steps one after the other and collects what was not as expected. */
export const runScenario = async (
  hub: HubClient,
  steps: readonly Step[],
  { settle, stepForStep = false, onStep, onQuarantaine }: RunOptions,
): Promise<readonly Deviation[]> => {
  const deviations: Deviation[] = [];
  const prepareAnswers = answerBook(settle);
  const sendToQuarantaine = quarantaineSender(hub, settle);
  const zaken = zaakBook(hub);
  for (const [index, step] of steps.entries()) {
    const number = index + 1;
    if ((stepForStep || step.naRust === true) && index > 0) await settle();
    const bsn = isDuoStep(step) ? bsnOf(step) : undefined;
    if (isDuoStep(step) && bsn !== undefined && step.duo !== undefined) {
      await prepareAnswers(bsn, step.duo);
      await setAnswers(hub, bsn, step.duo);
    }
    const send = await senderOf(hub, step, number, zaken, settle);
    const toQuarantaine = step.verwacht === TO_QUARANTAINE;
    const { answer, ontvangstId } = toQuarantaine
      ? await sendToQuarantaine(send)
      : { answer: await send(), ontvangstId: undefined };
    const deviation = deviationOf(step, number, answer);
    if (deviation !== undefined) deviations.push(deviation);
    else if (ontvangstId !== undefined) onQuarantaine?.(ontvangstId);
    else if (toQuarantaine) deviations.push(notInQuarantaine(number, answer));
    onStep?.(number, step, answer);
  }
  return deviations;
};
