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

/** A step with another answer than expected, or whose message did not end in quarantine as expected. */
export interface Deviation {
  /** Number of the step, from 1. */
  readonly stap: number;
  /** An HTTP status, or `quarantaine`. */
  readonly verwacht: number | typeof TO_QUARANTAINE;
  readonly gekregen: number;
  /** The explanation of the hub: pointers and reasons, never values. */
  readonly uitleg: string;
  /** The faults in the answer, each with its pointer. */
  readonly fouten?: readonly string[];
}

export interface RunOptions {
  /** Called after each step. */
  readonly onStep?: (index: number, step: Step, answer: Answer) => void;
  /** Called with the receipt of each message that is in quarantine, as its step expects. */
  readonly onQuarantaine?: (ontvangstId: string) => void;
  /** Resolves when the hub has dealt with all messages that were sent before. */
  readonly settle: () => Promise<unknown>;
  /** Calls `settle` before each step, so that the messages to partners about two steps are never combined. */
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

/**
 * Adds the id of the zaak that a step names to the data of its message. It remembers the zaken that it looked up until `forget`.
 */
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

/** Makes the function that sends the message of a step, at each call again. */
const senderOf = async (
  hub: HubClient,
  step: Step,
  number: number,
  zaken: ReturnType<typeof zaakBook>,
  settle: RunOptions['settle'],
): Promise<() => Promise<Answer>> => {
  // A message of a source may open or end a zaak, so that an earlier look-up no longer holds. A report about a zaak does neither.
  if (isDuoStep(step) || step.zaak === undefined) zaken.forget();
  if (isDuoStep(step)) return () => sendNotification(hub, step);
  // An organisation reports about a zaak after the hub told it of that zaak.
  if (step.zaak !== undefined) await settle();
  const bericht = await zaken.withZaak(step, number);
  return () => sendEvent(hub, step, bericht);
};

/** Sets the answers that the stand-in for DUO gives about a person from now on. Throws when the hub has no stand-in. */
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

/**
 * Remembers the answers of this run. Before an answer changes the hub settles, so that no earlier notification fetches the new one.
 */
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

/** Replays the steps one after the other and collects the steps that did not go as expected. */
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
