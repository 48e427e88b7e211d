import { randomBytes } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { describe, expect, it } from 'vitest';
import { onderteken } from '../../../../adapters/uitgaand/handtekening.ts';

/** The vectors that the libraries of Standard Webhooks share. */
const VECTOREN = [
  {
    geheim: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    tijd: 1614265330,
    body: '{"test": 2432232314}',
    handtekening: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    geheim: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    tijd: 1649367553,
    body: '{"email":"test@example.com","username":"test_user"}',
    handtekening: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
];

const nieuwGeheim = () => `whsec_${randomBytes(32).toString('base64')}`;
const body = Buffer.from('{"naam":"Ge’ez, Ünal 🙂","data":{"b":1,"a":2}}');

describe('a signature', () => {
  it.each(VECTOREN)('of the published vector $id is the published one', (vector) => {
    const { geheim, id, tijd, handtekening } = vector;
    expect(onderteken(id, Buffer.from(vector.body), [geheim], new Date(tijd * 1000 + 999))).toEqual({
      'webhook-id': id,
      'webhook-timestamp': String(tijd),
      'webhook-signature': handtekening,
    });
  });

  it('is accepted by the libraries that receivers use, with either secret during a rotation', () => {
    const [oud, nieuw, vreemd] = [nieuwGeheim(), nieuwGeheim(), nieuwGeheim()];
    const headers = { ...onderteken('een', body, [nieuw, oud], new Date()) };
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const geheim of [oud, nieuw]) {
      expect(new StandardWebhook(geheim).verify(body, headers)).toMatchObject({ data: { b: 1, a: 2 } });
      expect(() => new Svix(geheim).verify(body, headers)).not.toThrow();
    }
    expect(() => new StandardWebhook(vreemd).verify(body, headers)).toThrow('No matching signature');
    expect(() => new Svix(vreemd).verify(body, headers)).toThrow('No matching signature');
  });

  it('is of these bytes and no others, however alike', () => {
    const geheim = nieuwGeheim();
    const headers = { ...onderteken('een', body, [geheim], new Date()) };
    const anders = JSON.stringify(JSON.parse(body.toString()), null, 1);
    expect(() => new StandardWebhook(geheim).verify(anders, headers)).toThrow('No matching signature');
  });

  it('of a later try is another, under the same id', () => {
    const geheim = nieuwGeheim();
    const een = onderteken('een', body, [geheim], new Date('2026-01-01T00:00:00Z'));
    const twee = onderteken('een', body, [geheim], new Date('2026-01-01T00:00:05Z'));
    expect(twee['webhook-id']).toBe(een['webhook-id']);
    expect(Number(twee['webhook-timestamp']) - Number(een['webhook-timestamp'])).toBe(5);
    expect(twee['webhook-signature']).not.toBe(een['webhook-signature']);
  });
});
