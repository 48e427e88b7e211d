import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { ROUTEMAP, ROUTEMAP_EVENTS, typeOfEvent } from '../../../../contracts/routemap.ts';
import { example } from '../../../contract/support/examples.ts';
import { runs } from '../../../runs.ts';
import { inbound, inschrijvingBericht, koppelingBericht, V_NUMMER } from '../berichten.ts';
import { berichtOf, hubInMemory, SECRET } from '../hub-in-memory.ts';

/** Every event of the routemap, through the real functions: it stands on the timeline once, whatever came first. */

const GENNEP = '0907' as Gemeentecode;
const ZAAK = createPseudonyms(SECRET).zaakId(V_NUMMER);

const reports = ROUTEMAP_EVENTS.map((event): InboundBericht => {
  const { data } = example(typeOfEvent(event), 'goed-volledig');
  return inbound(
    typeOfEvent(event),
    '2025-09-01T08:00:00Z',
    { ...(data as object), zaakId: ZAAK },
    'gemeente-0907',
  );
});

const linesOf = async (berichten: readonly InboundBericht[]) => {
  const hub = hubInMemory(() => ({}));
  await hub.process([koppelingBericht(), inschrijvingBericht({ vNummer: V_NUMMER })]);
  for (const bericht of berichten) await hub.process([bericht]);
  const timeline = await hub.zaken.tijdlijn(ZAAK, GENNEP);
  return (timeline?.gebeurtenissen ?? []).filter(({ naam }) => naam in ROUTEMAP);
};

interface Told {
  readonly gebeurtenis: string;
  readonly volgnummer: number;
  readonly vervangt?: number;
  readonly ontbreektVooraf?: readonly string[];
}

/** The messages to the gemeente about reports that came one after the other, without messages that a later one replaced. */
const toldBy = async (berichten: readonly InboundBericht[]) => {
  const hub = hubInMemory(() => ({}));
  await hub.process([koppelingBericht(), inschrijvingBericht({ vNummer: V_NUMMER })]);
  for (const bericht of berichten) await hub.process([bericht]);
  const told = (hub.queues.get('0907/gemeente') ?? [])
    .map((item): { readonly type: string; readonly data: Told } => berichtOf(item) as never)
    .filter(({ type }) => type === 'nl.inburgeringszaken.melding.ontvangen.v1')
    .map(({ data }) => data);
  const replaced = new Set(told.map(({ vervangt }) => vervangt));
  return told
    .filter(({ volgnummer }) => !replaced.has(volgnummer))
    .map(({ volgnummer: _volgnummer, vervangt: _vervangt, ...rest }) => rest)
    .toSorted((one, other) => one.gebeurtenis.localeCompare(other.gebeurtenis));
};

describe('the events of the routemap', () => {
  it('stand on the timeline by their own names, each once, with what was told', async () => {
    const lines = await linesOf([...reports, ...reports]);
    expect(lines.map(({ naam }) => naam).toSorted()).toEqual(ROUTEMAP_EVENTS.toSorted());
    for (const { naam, bron, gegevens } of lines) {
      expect([naam, bron, gegevens['status']]).toEqual([naam, 'gemeente', 'geldig']);
      expect(gegevens['datum'], naam).toMatch(/^2025-/);
    }
    expect(lines.find(({ naam }) => naam === 'taalmaatje-aangeboden')?.gegevens).toMatchObject({
      reactie: 'wil graag',
    });
  });

  it('are told to the gemeente, each in a message of its own that stands', async () => {
    const told = await toldBy(reports);
    expect(told.map(({ gebeurtenis }) => gebeurtenis).toSorted()).toEqual(ROUTEMAP_EVENTS.toSorted());
  });

  it('leave the gemeente with the same messages in any order, those that miss something among them', async () => {
    const unoffered = reports.filter(({ type }) => type !== typeOfEvent('taalmaatje-aangeboden'));
    const expected = await toldBy(unoffered);
    expect(expected.flatMap(({ ontbreektVooraf }) => ontbreektVooraf ?? [])).toEqual([
      'taalmaatje-aangeboden',
    ]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(unoffered, { minLength: unoffered.length }), async (shuffled) => {
        expect(await toldBy(shuffled)).toEqual(expected);
      }),
      { numRuns: runs(3) },
    );
  });

  it('end the same in any order', async () => {
    const expected = await linesOf(reports);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(reports, { minLength: reports.length }), async (shuffled) => {
        expect(await linesOf(shuffled)).toEqual(expected);
      }),
      { numRuns: runs(3) },
    );
  });
});
