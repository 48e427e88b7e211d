import { expect, it } from 'vitest';
import { PipVastgesteld } from '../../../contracts/pip.ts';
import { CONTENT_RULES } from '../../../contracts/pip-rules.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

it.each([
  ['B', 'B1', 600, []],
  ['B', 'A2', undefined, []],
  ['O', 'B1', undefined, []],
  ['O', undefined, undefined, []],
  ['Z', 'A2', undefined, []],
  ['O', 'A2', undefined, ['PIP-4']],
  ['Z', 'B1', undefined, ['PIP-5']],
  ['Z', undefined, 600, ['PIP-8']],
  ['O', 'A2', 600, ['PIP-4', 'PIP-8']],
] as const)(
  'a PIP with leerroute %s, niveau %s and intensity %s breaks these rules: %j',
  (leerroute, niveau, uren, rules) => {
    const pip = { leerroute, niveau, geschatteIntensiteitB1Route: uren };
    expect(CONTENT_RULES.filter(({ isBrokenBy }) => isBrokenBy(pip)).map(({ nummer }) => nummer)).toEqual(
      rules,
    );
    const outcome = PipVastgesteld.safeParse({ zaakId: ZAAK, dagtekening: '2026-03-12', pip });
    expect(
      outcome.success ? [] : outcome.error.issues.map(({ message }) => /PIP-\d/.exec(message)?.[0]),
    ).toEqual(rules);
  },
);
