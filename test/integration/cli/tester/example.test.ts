import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showExample } from '../../../../cli/tester/example.ts';
import { momentOf, setClock } from '../../../../client/clock.ts';
import { caught } from '../../../hub/test-hub.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';

const V_NUMMER = '2790011234';

describe('the bundled household that a start shows', () => {
  let hub: RunningHub;

  beforeAll(async () => {
    hub = await startHub({ now: momentOf('2026-11-29') });
  });
  afterAll(() => hub.stop());

  const shownOn = async (today: string): Promise<string> => {
    const { output, written } = caught();
    await showExample(hub.client, output, today);
    return written.join('\n');
  };

  /** How the terms of the mother stand that somebody follows. */
  const terms = async (): Promise<readonly string[]> => {
    const [zaak] = await hub.client.find({ vNummer: V_NUMMER });
    const { termijnen } = await hub.client.tijdlijn(zaak?.zaakId ?? '');
    return termijnen.flatMap(({ id, einddatum, stand }) =>
      ['TG06', 'TG07'].includes(id) ? [`${id} ${einddatum} ${stand}`] : [],
    );
  };

  it('has a test that is taken and a PIP that is due soon, whatever date it is, and stands on the day list', async () => {
    const shown = await shownOn('2026-11-29');
    expect(shown).toContain('7 processed, 0 waiting, 0 in quarantine');
    expect(await terms()).toEqual(['TG06 2026-11-30 gehaald', 'TG07 2026-12-07 loopt']);
    const [zaak] = await hub.client.find({ vNummer: V_NUMMER });
    expect(shown).toContain(`! 2026-12-07  TG07  ${zaak?.zaakId}`);
  });

  it('keeps its dates on a hub that had it at an earlier start', async () => {
    await setClock(hub.client, '2027-02-01');
    await hub.quiet();
    const shown = await shownOn('2027-02-01');
    expect(shown).toContain('so nothing follows');
    expect(await terms()).toEqual(['TG06 2026-11-30 gehaald', 'TG07 2026-12-07 overschreden']);
  });
});
