import { closestMatch } from 'leven';
import * as z from 'zod';
import { DUO_APIS } from '../../contracts/duo-resources.ts';
import { userError } from '../errors.ts';

/** The steps of a scenario file, which has one JSON object a line, replayed in order. */

/** The expected outcome of a message that the hub accepts and cannot use, so that it ends in quarantine. */
export const TO_QUARANTAINE = 'quarantaine';

const expected = z.union([z.int().min(100).max(599), z.literal(TO_QUARANTAINE)]).optional();
/** The content of a message is not checked, because a scenario may hold messages that are wrong on purpose. */
const content = z.record(z.string(), z.unknown());

/**
 * The step is only sent once the hub has dealt with the steps before it. Otherwise the messages to a partner would depend on which
 * of two steps the hub processes first.
 */
const afterRest = z.literal(true).optional();

const BSN = /^\d{9}$/;

/** The person whose zaak a message is about. A file names the person, because it cannot know the `zaakId` that the hub makes. */
const OfZaak = z.union([
  z.strictObject({ vNummer: z.string().regex(/^\d{10}$/) }),
  z.strictObject({ bsn: z.string().regex(BSN) }),
]);

const EventStep = z.strictObject({
  van: z.string().regex(/^[a-z0-9-]+$/),
  zaak: OfZaak.optional(),
  bericht: content,
  verwacht: expected,
  naRust: afterRest,
});

const DuoStep = z.strictObject({
  van: z.literal('duo'),
  notificatie: content,
  duo: content.optional(),
  bsn: z.string().regex(BSN).optional(),
  verwacht: expected,
  naRust: afterRest,
});

export type EventStep = z.infer<typeof EventStep>;
export type DuoStep = z.infer<typeof DuoStep>;
export type Step = EventStep | DuoStep;

/** Whether a step is a notification of DUO, which may also set answers of DUO. Every other step is an event. */
export const isDuoStep = (step: Step): step is DuoStep => 'notificatie' in step;

/** The BSN of the person whose answers a DUO step sets: `bsn` of the step, or else that of its notification. */
export const bsnOf = (step: DuoStep): string | undefined => {
  const { bsn } = step.notificatie;
  return step.bsn ?? (typeof bsn === 'string' && BSN.test(bsn) ? bsn : undefined);
};

/** The HTTP status that a step expects. A message that ends in quarantine is accepted first. */
export const expectedStatus = (step: Step): number =>
  typeof step.verwacht === 'number' ? step.verwacht : isDuoStep(step) ? 201 : 202;

/** The keys of the answers that DUO gives about a person. */
const DUO_KEYS: readonly string[] = Object.values(DUO_APIS).flatMap(({ personen }) => personen);

/** The text about an unknown key, with the known key that looks most like it. */
const unknownKey = (key: string, known: readonly string[]): string =>
  `${key} (did you mean ${closestMatch(key, [...known])}?)`;

const parseLine = (line: string, fail: (reason: string) => Error): Step => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw fail('is not JSON'); // the parser's own message would repeat the content
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fail('is not a JSON object');
  const schema: z.ZodType<Step> = 'notificatie' in value ? DuoStep : EventStep;
  const outcome = schema.safeParse(value);
  if (!outcome.success) {
    const known = Object.keys('notificatie' in value ? DuoStep.shape : EventStep.shape);
    const members = outcome.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, known))
        : [String(issue.path[0] ?? 'step')],
    );
    throw fail(`is not a step: check ${[...new Set(members)].join(', ')}`);
  }
  const step = outcome.data;
  const unknown = isDuoStep(step) ? Object.keys(step.duo ?? {}).filter((key) => !DUO_KEYS.includes(key)) : [];
  if (unknown.length > 0) {
    const keys = unknown.map((key) => unknownKey(key, DUO_KEYS));
    throw fail(`sets an answer that DUO does not give: ${keys.join(', ')}`);
  }
  if (isDuoStep(step) && Object.keys(step.duo ?? {}).length > 0 && bsnOf(step) === undefined) {
    throw fail('sets answers of DUO without a bsn, in the step or in its notification');
  }
  return step;
};

/** Reads a whole scenario. Throws an error with the line number for a malformed line, so that nothing is replayed then. */
export const parseScenario = (text: string, name: string): readonly Step[] => {
  const steps = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseLine(line, (reason) => userError(`${name}, line ${number}: ${reason}`)));
  if (steps.length === 0) throw userError(`${name} holds no steps`);
  return steps;
};
