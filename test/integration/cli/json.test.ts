import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMMAND_LINES, typed } from '../../hub/command-lines.ts';
import { scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from '../hub/support.ts';

describe('for a program', () => {
  let hub: RunningHub;
  let zaakId: string;

  beforeAll(async () => {
    hub = await startHub();
    // So that something lies ready to be fetched.
    await hub.client.call('mage-0907', '/kanaal', { method: 'PUT', body: { deur: 'ophalen' } });
    await hub.play(scenario('een-huishouden.jsonl'));
    const [zaak] = await hub.client.find({ vNummer: '2790011234' });
    zaakId = zaak?.zaakId ?? '';
    vi.stubEnv('HUB_URL', hub.client.url);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await hub.stop();
  });

  // A drill is of a hub with alarms.
  const lines = COMMAND_LINES.filter(([name]) => name !== 'oefening');

  it.each(lines.map((line) => [line.slice(0, 2).join(' '), line] as const))(
    '%s prints lines of JSON and nothing else',
    async (_, line) => {
      const about = line.map((word) => (word.startsWith('3f7d6c1e') ? zaakId : word));
      const { out } = await typed([...about, ...(about.includes('--json') ? [] : ['--json'])]);
      const printed = out.split('\n').filter((text) => text !== '');
      const objects = printed.map((text): unknown => JSON.parse(text));
      expect(objects.every((one) => typeof one === 'object' && one !== null)).toBe(true);
      if (!['agenda', 'wachtend', 'quarantaine'].includes(line[0])) expect(objects).not.toEqual([]);
    },
  );
});
