import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { gemeenteKnows } from '../../../gemeente-knows.ts';
import { runs } from '../../../runs.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { DUO_ANSWERS } from './duo-answers.ts';
import { messagesOf, told } from './invented.ts';
import { allKnown, expectNoSecrets, received } from './outcomes.ts';
import { MOTHER, play } from './support.ts';

/**
 * Random stories of a family. Whatever the sources tell and in whatever order, every partner and gemeente knows the same in the
 * end, and no partner knows a BSN or V-nummer.
 */

/** The steps without the reports to DUO, which may differ for each order: they depend on what the hub knew at the time. */
const withoutToldToDuo = (steps: readonly string[]): readonly string[] =>
  steps.filter((step) => !step.startsWith('{"name":"duo-'));

const known = async (hub: HubInMemory) => ({
  ...(await allKnown(hub)),
  gemeente: Object.entries(gemeenteKnows(await received(hub, 'gemeente')))
    .map(([zaakId, { steps, termijnen }]) => ({
      zaakId,
      steps: withoutToldToDuo(steps),
      termijnen,
    }))
    .toSorted((one, other) => one.zaakId.localeCompare(other.zaakId)),
});

const isHerstel = ({ type }: InboundBericht): boolean => type.includes('hersteld');

it('everybody knows the same in the end, in whatever order and however often it is told', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('2009-03-01', '2007-08-01', '2001-01-01'),
      fc.boolean(),
      fc.array(told, { minLength: 3, maxLength: 8 }),
      fc.tuple(fc.constantFrom(...DUO_ANSWERS), fc.constantFrom(...DUO_ANSWERS)),
      fc.gen(),
      async (born, hasTyped, story, [ofMother, ofOthers], gen) => {
        const answers = (bsn: string) => (bsn === MOTHER.bsn ? ofMother : ofOthers);
        const berichten = messagesOf(story, born, hasTyped);
        const said = berichten.filter((one) => !isHerstel(one));
        // A person puts right what is there to be seen, so after it was told.
        const corrections = berichten.filter(isHerstel);
        const hub = await play([...said, ...corrections], answers);
        await expectNoSecrets(hub);
        const expected = await known(hub);
        const twice = [...said, ...said];
        for (let order = 0; order < 3; order += 1) {
          const shuffled = gen(fc.shuffledSubarray, twice, { minLength: twice.length });
          const again = await play([...shuffled, ...corrections, ...corrections], answers);
          expect(await known(again)).toEqual(expected);
        }
      },
    ),
    { numRuns: runs(60) },
  );
});
