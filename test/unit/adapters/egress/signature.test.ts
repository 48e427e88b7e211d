import { randomBytes } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { describe, expect, it } from 'vitest';
import { sign } from '../../../../adapters/egress/signature.ts';

/** The vectors that the libraries of Standard Webhooks share. */
const VECTORS = [
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    time: 1614265330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    time: 1649367553,
    body: '{"email":"test@example.com","username":"test_user"}',
    signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
];

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const body = Buffer.from('{"naam":"Ge’ez, Ünal 🙂","data":{"b":1,"a":2}}');

describe('a signature', () => {
  it.each(VECTORS)('equals the published one for vector $id', (vector) => {
    const { secret, id, time, signature } = vector;
    expect(sign(id, Buffer.from(vector.body), [secret], new Date(time * 1000 + 999))).toEqual({
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': signature,
    });
  });

  it('is accepted by the libraries that receivers use, with either secret during a rotation', () => {
    const [old, fresh, foreign] = [newSecret(), newSecret(), newSecret()];
    const headers = { ...sign('een', body, [fresh, old], new Date()) };
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const secret of [old, fresh]) {
      expect(new StandardWebhook(secret).verify(body, headers)).toMatchObject({ data: { b: 1, a: 2 } });
      expect(() => new Svix(secret).verify(body, headers)).not.toThrow();
    }
    expect(() => new StandardWebhook(foreign).verify(body, headers)).toThrow('No matching signature');
    expect(() => new Svix(foreign).verify(body, headers)).toThrow('No matching signature');
  });

  it('does not match other bytes, however alike', () => {
    const secret = newSecret();
    const headers = { ...sign('een', body, [secret], new Date()) };
    const otherwise = JSON.stringify(JSON.parse(body.toString()), null, 1);
    expect(() => new StandardWebhook(secret).verify(otherwise, headers)).toThrow('No matching signature');
  });

  it('differs for a later attempt with the same id', () => {
    const secret = newSecret();
    const one = sign('een', body, [secret], new Date('2026-01-01T00:00:00Z'));
    const two = sign('een', body, [secret], new Date('2026-01-01T00:00:05Z'));
    expect(two['webhook-id']).toBe(one['webhook-id']);
    expect(Number(two['webhook-timestamp']) - Number(one['webhook-timestamp'])).toBe(5);
    expect(two['webhook-signature']).not.toBe(one['webhook-signature']);
  });
});
