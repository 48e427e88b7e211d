import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { DOTNET, EXAMPLES, missing, NODE, PHP, PYTHON, run } from './runtimes.ts';

/** The verifiers for partners, each with the published vectors and with cases that must be refused. */

const VECTORS = [
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    timestamp: 1649367553,
    body: '{"email":"test@example.com","username":"test_user"}',
    signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
] as const;

interface TestCase {
  readonly secret: string;
  readonly id: string;
  readonly timestamp: string;
  readonly signatures: string;
  readonly body: string;
  readonly now: number;
}

const of = ({ secret, id, timestamp, body, signature }: (typeof VECTORS)[number]): TestCase => ({
  secret,
  id,
  timestamp: String(timestamp),
  signatures: signature,
  body,
  now: timestamp,
});

const [ONE, TWO] = [of(VECTORS[0]), of(VECTORS[1])];

const ERROR = `v1,${Buffer.alloc(32, 7).toString('base64')}`;
const WITH_ACCENTS = '{"naam":"Zoë Çelik","schrift":"Ge’ez"}';

const GOOD: Readonly<Record<string, TestCase>> = {
  'the first published vector': ONE,
  'the second published vector': TWO,
  'a secret without its prefix': { ...ONE, secret: ONE.secret.replace('whsec_', '') },
  'the right signature after others, of other versions too': {
    ...ONE,
    signatures: `v1a,${'A'.repeat(86)}== ${ERROR} ${ONE.signatures}`,
  },
  'a timestamp of 300 seconds ago': { ...ONE, now: ONE.now + 300 },
  'a timestamp 300 seconds ahead': { ...ONE, now: ONE.now - 300 },
  'letters outside ASCII': {
    ...ONE,
    body: WITH_ACCENTS,
    signatures: new Webhook(ONE.secret).sign(ONE.id, new Date(ONE.now * 1000), WITH_ACCENTS),
  },
};

const BAD: Readonly<Record<string, TestCase>> = {
  'another secret': { ...ONE, secret: TWO.secret },
  'a changed body': { ...ONE, body: ONE.body.replace('24', '25') },
  'a body that was written anew': { ...ONE, body: JSON.stringify(JSON.parse(ONE.body)) },
  'another id': { ...ONE, id: TWO.id },
  'a missing id': { ...ONE, id: '' },
  'a timestamp of 301 seconds ago': { ...ONE, now: ONE.now + 301 },
  'a timestamp 301 seconds ahead': { ...ONE, now: ONE.now - 301 },
  'a timestamp that is no number': { ...ONE, timestamp: 'gisteren' },
  'a timestamp with something behind it': { ...ONE, timestamp: `${ONE.timestamp}x` },
  'a missing timestamp': { ...ONE, timestamp: '' },
  'a missing signature': { ...ONE, signatures: '' },
  'a signature without version': { ...ONE, signatures: ONE.signatures.replace('v1,', '') },
  'the right signature under another version': {
    ...ONE,
    signatures: ONE.signatures.replace('v1,', 'v2,'),
  },
  'half a signature': { ...ONE, signatures: ONE.signatures.slice(0, 23) },
  'a list without the right signature': { ...ONE, signatures: `${ERROR} ${TWO.signatures}` },
};

const FRAGMENTS = [
  { runtime: NODE, file: 'verifieer.ts' },
  { runtime: PYTHON, file: 'verifieer.py' },
  { runtime: PHP, file: 'verifieer.php' },
  { runtime: DOTNET, file: 'Verifieer.cs' },
] as const;

for (const { runtime, file } of FRAGMENTS) {
  const reason = missing(runtime);

  const verdict = ({ secret, id, timestamp, signatures, body, now }: TestCase) => {
    const { status, stdout, stderr } = run(
      runtime,
      join(EXAMPLES, 'webhook', file),
      [id, timestamp, signatures, String(now)],
      { secret, input: body },
    );
    return { status, says: stdout.trim(), stderr };
  };

  const title = reason === undefined ? `${file} (${runtime.language})` : `${file}: not run, ${reason}`;
  describe.skipIf(reason !== undefined)(title, () => {
    test.each(Object.entries(GOOD))('accepts %s', (_, testCase) => {
      expect(verdict(testCase)).toEqual({ status: 0, says: 'geldig', stderr: '' });
    });

    test.each(Object.entries(BAD))('refuses %s', (_, testCase) => {
      expect(verdict(testCase)).toEqual({ status: 1, says: 'ongeldig', stderr: '' });
    });

    test('uses the clock of its machine when no moment is given', () => {
      const now = Math.floor(Date.now() / 1000);
      const [old, fresh] = [now - 400, now].map((moment) =>
        run(
          runtime,
          join(EXAMPLES, 'webhook', file),
          [ONE.id, String(moment), new Webhook(ONE.secret).sign(ONE.id, new Date(moment * 1000), ONE.body)],
          { secret: ONE.secret, input: ONE.body },
        ).stdout.trim(),
      );
      expect([old, fresh]).toEqual(['ongeldig', 'geldig']);
    });

    test('takes nothing for valid with an empty secret', () => {
      const { status, says } = verdict({ ...ONE, secret: '' });
      expect(status).not.toBe(0);
      expect(says.split('\n')).not.toContain('geldig');
    });
  });
}
