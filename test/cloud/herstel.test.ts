import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redrive } from '../../cli/operator/recovery/redrive.ts';
import { omsleutelen } from '../../cli/operator/recovery/rekey/rekey.ts';
import { herstelTabel } from '../../cli/operator/recovery/table/restore-table.ts';
import { uitvoerVan } from '../../client/deployment.ts';
import { runToEnd } from '../../emulator/run.ts';
import { alleBerichten, eindstand, opgevangen, scenario, speel, vNummersIn } from '../hub/proefhub.ts';
import { type EmulatedProefhub, startEmulated } from './emulated-hub.ts';

/** What an operator does on a bad night, against an API of AWS that others wrote. */

const rommelig = scenario('rommelig.jsonl');
const vNummers = vNummersIn(rommelig);
/** Invocations that were in hand when their mapping was disabled: shorter here than on AWS. */
const UITLOOP_MS = 5_000;

const HUB = join(import.meta.dirname, '../../bin/hub.ts');

describe('an operator', () => {
  let hub: EmulatedProefhub;
  let voor: Awaited<ReturnType<typeof stand>>;
  const { regels, output } = opgevangen();
  const hubCommando = (...args: readonly string[]) =>
    runToEnd(process.execPath, [HUB, ...args, '--aws'], hub.env);
  const stand = async () => ({ zaken: await eindstand(hub, vNummers), berichten: await alleBerichten(hub) });

  beforeAll(async () => {
    hub = await startEmulated();
    expect((await speel(hub, rommelig)).deviations).toEqual([]);
    voor = await stand();
  });
  afterAll(() => hub?.stop());

  it('finds the hub by its stacks and sees that nothing is dead', async () => {
    const { code, output: tekst } = await hubCommando('redrive');
    expect({ code, tekst }).toMatchObject({ code: 0 });
    for (const plek of ['0907/taalschool', 'coa', 'coa-regel', 'bewaking'])
      expect(tekst).toMatch(new RegExp(`^${plek} +0 dead letters$`, 'm'));
  });

  it('moves dead letters that were processed already back, and nobody notices', async () => {
    const sqs = new SQSClient(hub.uitrol.clientConfig('sqs'));
    const dood = uitvoerVan(hub.uitrol, 'BrpDodeBrievenUrl');
    const berichten = (await hub.gepubliceerd()).filter((event) =>
      event['detail-type'].startsWith('nl.brp.'),
    );
    expect(berichten.length).toBeGreaterThan(5);
    for (const event of berichten) {
      await sqs.send(new SendMessageCommand({ QueueUrl: dood, MessageBody: JSON.stringify(event) }));
    }
    expect(await redrive(hub.uitrol, 'brp', { perSeconde: 100 }, output)).toBe(0);
    expect(regels.join('\n')).toContain(`${berichten.length} moved (verplaatst)`);
    await hub.rust();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: dood, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
    expect(await stand()).toEqual(voor);
    sqs.destroy();
  });

  it('replaces the secret of the lookup keys, after which every message may come again', async () => {
    const zaken = () => Promise.all(vNummers.map((vNummer) => hub.client.zoek({ vNummer })));
    const ids = await zaken();
    expect(await omsleutelen(hub.uitrol, {}, output, UITLOOP_MS)).toBe(0);
    expect(await zaken()).toEqual(ids);
    expect((await speel(hub, rommelig)).deviations).toEqual([]);
    expect(await stand()).toEqual(voor);
  });

  it('restores the table beside the one in use, finds it sound and removes it', async () => {
    const dynamodb = new DynamoDBClient(hub.uitrol.clientConfig('dynamodb'));
    const tabellen = async () => (await dynamodb.send(new ListTablesCommand())).TableNames;
    const eerst = await tabellen();
    regels.length = 0;
    expect(await herstelTabel(hub.uitrol, {}, output)).toBe(0);
    // Nothing was written in between, so what came back is what is in use.
    expect(regels.join('\n')).toContain('Sound (in orde)');
    const aantallen = regels
      .filter((tekst) => /^ +(ZAAK|BSN|KOPPELING|ONTVANGST)/.test(tekst))
      .map((regel) => regel.trim().split(/ {2,}/));
    expect(aantallen.length).toBeGreaterThan(5);
    for (const [, toen, nu] of aantallen) expect(toen).toBe(nu);
    expect(await tabellen()).toEqual(eerst);
    dynamodb.destroy();
  });

  it('makes every alarm go off, but in productie only on purpose', async () => {
    const weigering = await hubCommando('oefening');
    expect(weigering).toMatchObject({ code: 1, output: expect.stringContaining('--productie') });
    const snel = ['--productie', '--json', '--wait', '60', '--wait-back', '0'];
    const { code, output: tekst } = await hubCommando('oefening', ...snel);
    expect({ code, tekst }).toMatchObject({ code: 0 });
    const verslag = JSON.parse(tekst.split('\n').find((regel) => regel.startsWith('{')) ?? '{}');
    expect(verslag.uitkomsten.length).toBeGreaterThan(40);
    expect(verslag.uitkomsten.filter(({ afgegaan }: { afgegaan: boolean }) => !afgegaan)).toEqual([]);
  });
});
