import type { RecoveryPlace } from '../../../adapters/queues/dead-letters.ts';
import { outputOf, type Rollout } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { kanaalOfDeadLetters } from '../../../contracts/internal/queue-names.ts';

const FROM_RULE = /^(.+)RegelDodeBrievenUrl$/;
const FROM_QUEUE = /^(.+)DodeBrievenUrl$/;

/** The places of dead letters of a hub, from the outputs of its stacks. */
export const placesOf = (rollout: Rollout): readonly RecoveryPlace[] =>
  Object.entries(rollout.uitvoer).flatMap(([key, deadLettersUrl]): readonly RecoveryPlace[] => {
    const of = FROM_QUEUE.exec(key)?.[1];
    if (of === undefined) return [];
    // The name of an output has no hyphens; that of a queue has them all.
    const kanaal = kanaalOfDeadLetters(deadLettersUrl.split('/').at(-1) ?? '');
    if (kanaal !== undefined) {
      const url = outputOf(rollout, `${of}Url`);
      return [{ naam: kanaal, deadLettersUrl, target: { kind: 'queue', url } }];
    }
    const ruleOf = FROM_RULE.exec(key)?.[1];
    if (ruleOf !== undefined) {
      const url = outputOf(rollout, `${ruleOf}WachtrijUrl`);
      const name = `${ruleOf.toLowerCase()}-regel`;
      return [{ naam: name, deadLettersUrl, target: { kind: 'queue of a rule', url } }];
    }
    const name = of.toLowerCase();
    const url = rollout.uitvoer[`${of}WachtrijUrl`];
    return url === undefined
      ? [
          {
            naam: name,
            deadLettersUrl,
            target: { kind: 'function', naam: outputOf(rollout, `${of}FunctieNaam`) },
          },
        ]
      : [{ naam: name, deadLettersUrl, target: { kind: 'queue', url } }];
  });

/** The one that is named, or all of them. */
export const choosePlaces = (
  places: readonly RecoveryPlace[],
  name: string | undefined,
): readonly RecoveryPlace[] => {
  const chosen = name === undefined ? places : places.filter((place) => place.naam === name);
  if (places.length === 0)
    throw userError('this hub names no dead-letter queues: is it of an older version?');
  if (chosen.length === 0) {
    throw userError(`no place called ${name}: choose ${places.map((place) => place.naam).join(', ')}`);
  }
  return chosen;
};
