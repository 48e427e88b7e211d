import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { processingsOf } from '../../../../domain/logboek/timeline-processings.ts';
import { accessOf, responsibleFor } from '../../../../domain/zaak/access.ts';
import { numberOfOtherFeiten } from '../../../../domain/zaak/bsn.ts';
import type { ZaakCommit } from '../../../../domain/zaak/dossier.ts';
import type { Cause, Feit } from '../../../../domain/zaak/feiten.ts';
import { standingFacts } from '../../../../domain/zaak/standing-facts.ts';
import { tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, GENNEP, koppeling, linked, putAside, ZAAK } from '../support.ts';

/**
 * A gemeente typed over a version with the BSN of somebody else, and the hub put that version aside: which gemeente sees this and
 * can correct it.
 */

const DEN_BOSCH = '0796' as Gemeentecode;
const UTRECHT = '0344' as Gemeentecode;
const typedOver = linked(koppeling({ versie: 2, gemeentecode: DEN_BOSCH }), {
  ...cause('2025-06-20T08:00:00Z'),
  gemeldDoor: DEN_BOSCH,
});
const byHub = (by: Cause): readonly Feit[] =>
  numberOfOtherFeiten(by, zaakOf([typedOver]), [typedOver.feitId]);
const REPORTED: Cause = { ...cause('2025-07-01T08:00:00Z'), gemeldDoor: UTRECHT, medewerker: 'm-1' };

const commits = (...feiten: readonly Feit[]): readonly ZaakCommit[] =>
  feiten.map((feit, place) => ({
    versie: place + 1,
    tijd: '2025-07-01T10:00:00.000Z',
    inhoud: { feiten: [feit], meldingen: [] },
  }));
const mayNow = (gemeentecode: Gemeentecode, ...feiten: readonly Feit[]): boolean =>
  accessOf(commits(...feiten), gemeentecode, '2025-07-02') !== undefined;

describe.each([
  ['COA itself', cause('2025-07-01T08:00:00Z')],
  ['another gemeente', REPORTED],
])('what the hub puts aside by a message of %s', (_, by) => {
  const zaak = zaakOf([typedOver, ...byHub(by)]);
  const lines = (gemeentecode: Gemeentecode) =>
    tijdlijnOf(zaak, gemeentecode, []).filter(({ naam }) => naam === 'feit-hersteld');

  it('shows to the gemeente that typed it over, as of the hub and of no person, and to no other', () => {
    expect(lines(DEN_BOSCH)).toMatchObject([{ bron: 'hub', gegevens: { vervalt: [typedOver.feitId] } }]);
    expect(lines(DEN_BOSCH)[0]?.gegevens).not.toHaveProperty('medewerker');
    expect([GENNEP, UTRECHT].flatMap(lines)).toEqual([]);
  });

  it('can be put right there', () => {
    expect(standingFacts(lines(DEN_BOSCH))).toHaveLength(1);
  });

  it('is of the gemeente that typed it over when nothing else places the zaak, and nobody put anything right', () => {
    const [aside] = byHub(by);
    expect(responsibleFor(zaak)).toBe(DEN_BOSCH);
    expect(aside && mayNow(DEN_BOSCH, typedOver, aside)).toBe(true);
    expect(aside && mayNow(UTRECHT, typedOver, aside)).toBe(false);
  });

  it('takes the zaak from nobody who put something right before', () => {
    const corrected = putAside(['een ander feit'], cause('2025-06-25T08:00:00Z'));
    expect(responsibleFor(zaakOf([typedOver, corrected, ...byHub(by)]))).toBe(GENNEP);
  });

  it('is received in the logbook, and put right by nobody', () => {
    const activities = processingsOf(
      { id: ZAAK, commits: commits(typedOver, ...byHub(by)), post: [] },
      DEN_BOSCH,
    ).map(({ activity }) => activity);
    expect(activities).toEqual(['ontvangen', 'ontvangen']);
  });
});
