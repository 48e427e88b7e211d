import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { DOTNET, EXAMPLES, missing, NODE, PHP, PYTHON, run } from './runtimes.ts';

/** The snippets that partners copy, each held against the published vectors and against what must be refused. */

const VECTORS = [
  {
    geheim: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    tijdstip: 1614265330,
    inhoud: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    geheim: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    tijdstip: 1649367553,
    inhoud: '{"email":"test@example.com","username":"test_user"}',
    signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
] as const;

interface TestCase {
  readonly geheim: string;
  readonly id: string;
  readonly tijdstip: string;
  readonly handtekeningen: string;
  readonly inhoud: string;
  readonly now: number;
}

const of = ({ geheim, id, tijdstip, inhoud, signature }: (typeof VECTORS)[number]): TestCase => ({
  geheim,
  id,
  tijdstip: String(tijdstip),
  handtekeningen: signature,
  inhoud,
  now: tijdstip,
});

const [ONE, TWO] = [of(VECTORS[0]), of(VECTORS[1])];

const ERROR = `v1,${Buffer.alloc(32, 7).toString('base64')}`;
const WITH_ACCENTS = '{"naam":"Zoë Çelik","schrift":"Ge’ez"}';

const GOOD: Readonly<Record<string, TestCase>> = {
  'the first published vector': ONE,
  'the second published vector': TWO,
  'a secret without its prefix': { ...ONE, geheim: ONE.geheim.replace('whsec_', '') },
  'the right signature after others, of other versions too': {
    ...ONE,
    handtekeningen: `v1a,${'A'.repeat(86)}== ${ERROR} ${ONE.handtekeningen}`,
  },
  'a timestamp of 300 seconds ago': { ...ONE, now: ONE.now + 300 },
  'a timestamp 300 seconds ahead': { ...ONE, now: ONE.now - 300 },
  'letters outside ASCII': {
    ...ONE,
    inhoud: WITH_ACCENTS,
    handtekeningen: new Webhook(ONE.geheim).sign(ONE.id, new Date(ONE.now * 1000), WITH_ACCENTS),
  },
};

const BAD: Readonly<Record<string, TestCase>> = {
  'another secret': { ...ONE, geheim: TWO.geheim },
  'a changed body': { ...ONE, inhoud: ONE.inhoud.replace('24', '25') },
  'a body that was written anew': { ...ONE, inhoud: JSON.stringify(JSON.parse(ONE.inhoud)) },
  'another id': { ...ONE, id: TWO.id },
  'a missing id': { ...ONE, id: '' },
  'a timestamp of 301 seconds ago': { ...ONE, now: ONE.now + 301 },
  'a timestamp 301 seconds ahead': { ...ONE, now: ONE.now - 301 },
  'a timestamp that is no number': { ...ONE, tijdstip: 'gisteren' },
  'a timestamp with something behind it': { ...ONE, tijdstip: `${ONE.tijdstip}x` },
  'a missing timestamp': { ...ONE, tijdstip: '' },
  'a missing signature': { ...ONE, handtekeningen: '' },
  'a signature without version': { ...ONE, handtekeningen: ONE.handtekeningen.replace('v1,', '') },
  'the right signature under another version': {
    ...ONE,
    handtekeningen: ONE.handtekeningen.replace('v1,', 'v2,'),
  },
  'half a signature': { ...ONE, handtekeningen: ONE.handtekeningen.slice(0, 23) },
  'a list without the right signature': { ...ONE, handtekeningen: `${ERROR} ${TWO.handtekeningen}` },
};

const FRAGMENTS = [
  { runtime: NODE, file: 'verifieer.ts' },
  { runtime: PYTHON, file: 'verifieer.py' },
  { runtime: PHP, file: 'verifieer.php' },
  { runtime: DOTNET, file: 'Verifieer.cs' },
] as const;

for (const { runtime, file } of FRAGMENTS) {
  const reason = missing(runtime);

  const verdict = ({ geheim, id, tijdstip, handtekeningen, inhoud, now }: TestCase) => {
    const { status, stdout, stderr } = run(
      runtime,
      join(EXAMPLES, 'webhook', file),
      [id, tijdstip, handtekeningen, String(now)],
      { geheim, input: inhoud },
    );
    return { status, says: stdout.trim(), stderr };
  };

  const title = reason === undefined ? `${file} (${runtime.taal})` : `${file}: not run, ${reason}`;
  describe.skipIf(reason !== undefined)(title, () => {
    test.each(Object.entries(GOOD))('accepts %s', (_, testCase) => {
      expect(verdict(testCase)).toEqual({ status: 0, says: 'geldig', stderr: '' });
    });

    test.each(Object.entries(BAD))('refuses %s', (_, testCase) => {
      expect(verdict(testCase)).toEqual({ status: 1, says: 'ongeldig', stderr: '' });
    });

    test('goes by the clock of its machine when no moment is given', () => {
      const now = Math.floor(Date.now() / 1000);
      const [old, fresh] = [now - 400, now].map((moment) =>
        run(
          runtime,
          join(EXAMPLES, 'webhook', file),
          [ONE.id, String(moment), new Webhook(ONE.geheim).sign(ONE.id, new Date(moment * 1000), ONE.inhoud)],
          { geheim: ONE.geheim, input: ONE.inhoud },
        ).stdout.trim(),
      );
      expect([old, fresh]).toEqual(['ongeldig', 'geldig']);
    });

    test('says nothing is valid with an empty secret', () => {
      const { status, says } = verdict({ ...ONE, geheim: '' });
      expect(status).not.toBe(0);
      expect(says.split('\n')).not.toContain('geldig');
    });
  });
}
