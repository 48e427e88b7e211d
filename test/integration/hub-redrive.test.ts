import { InvokeCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plekkenVan } from '../../cli/operator/recovery/places.ts';
import { type RedriveOptions, redrive } from '../../cli/operator/recovery/redrive.ts';
import { lokaleUitrol, type Uitrol, uitvoerVan } from '../../client/deployment.ts';
import { alleBerichten, eindstand, heleTabel, opgevangen, scenario, vNummersIn } from '../hub/proefhub.ts';
import { type DraaiendeHub, inWachtrij, startHub } from './hub-hulp.ts';

const stappen = scenario('een-huishouden.jsonl');
const vNummers = vNummersIn(stappen);

describe('dead letters of a hub that has processed everything', () => {
  let hub: DraaiendeHub;
  let uitrol: Uitrol;
  let sqs: SQSClient;
  let lambda: LambdaClient;
  const { regels, output } = opgevangen();
  const verplaats = (naam: string | undefined, opties: Partial<RedriveOptions> = {}) =>
    redrive(uitrol, naam, { perSeconde: 100, ...opties }, output);
  const stand = async () => ({
    zaken: await eindstand(hub, vNummers),
    berichten: await alleBerichten(hub),
    commits: (await heleTabel(hub)).filter(({ sk }) => String(sk).startsWith('COMMIT#')),
  });
  const dood = (uitvoer: string) => hub.hub.inspectQueue(uitvoerVan(uitrol, uitvoer));
  const legIn = (uitvoer: string, body: string, kenmerken: Record<string, string> = {}, groep?: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: uitvoerVan(uitrol, uitvoer),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(kenmerken).map(([naam, StringValue]) => [naam, { DataType: 'String', StringValue }]),
        ),
        ...(groep === undefined ? {} : { MessageGroupId: groep, MessageDeduplicationId: body.slice(0, 60) }),
      }),
    );

  beforeAll(async () => {
    hub = await startHub();
    expect(await hub.speel(stappen)).toMatchObject({ deviations: [], atRest: true });
    uitrol = await lokaleUitrol(hub.hub.url);
    sqs = new SQSClient(uitrol.clientConfig('sqs'));
    lambda = new LambdaClient(uitrol.clientConfig('lambda'));
  });
  afterAll(() => hub.stop());

  it('have a place each, and every queue of dead letters is one', () => {
    const bussen = Object.keys(uitrol.uitvoer).filter((naam) => naam.endsWith('DodeBrievenUrl'));
    expect(plekkenVan(uitrol)).toHaveLength(bussen.length);
    expect(plekkenVan(uitrol).map(({ naam }) => naam)).toEqual(
      expect.arrayContaining([
        'coa',
        'coa-regel',
        'partnerberichten',
        'bewaking',
        'herstel',
        '0907/taalschool',
      ]),
    );
  });

  it('moved back change no zaak and tell no partner anything, each with a stamp and none left behind', async () => {
    const eerst = await stand();
    const coaWachtrij = uitvoerVan(uitrol, 'CoaWachtrijUrl').split('/').at(-1);
    for (const event of hub.events) {
      const soort = event['detail-type'].split('.')[1];
      const bron =
        soort === 'tvs' ? 'Coa' : soort === 'brp' ? 'Brp' : soort === 'duo' ? 'Duo' : 'Partnerberichten';
      await legIn(`${bron}DodeBrievenUrl`, JSON.stringify(event));
      if (bron === 'Coa') {
        await legIn('CoaRegelDodeBrievenUrl', JSON.stringify(event), {
          TARGET_ARN: `arn:aws:sqs:eu-west-1:000000000000:${coaWachtrij}`,
          ERROR_CODE: 'SDK_CLIENT_ERROR',
        });
      }
    }
    await legIn('BewakingDodeBrievenUrl', '{"taak":"waken"}');
    const gelegd = dood('CoaDodeBrievenUrl').length;
    expect(gelegd).toBeGreaterThan(0);

    expect(await verplaats(undefined, { alles: true, proef: true })).toBe(0);
    expect(await verplaats(undefined)).toBe(0);
    expect(dood('CoaDodeBrievenUrl')).toHaveLength(gelegd);

    expect(await verplaats(undefined, { alles: true })).toBe(0);
    await hub.hub.settled();
    for (const { dodeBrievenUrl } of plekkenVan(uitrol))
      expect(hub.hub.inspectQueue(dodeBrievenUrl)).toEqual([]);
    expect(await stand()).toEqual(eerst);
    expect(regels.join('\n')).not.toMatch(/vNummer|geslachtsnaam|"detail"/);
  });

  it('of an invocation that fails again is made once more and stays', async () => {
    await legIn('BewakingDodeBrievenUrl', '{"taak":"onbekend"}');
    regels.length = 0;
    await verplaats('bewaking');
    expect(regels.join('\n')).toContain('1 moved');
    await expect.poll(() => dood('BewakingDodeBrievenUrl').length, { timeout: 20_000 }).toBe(1);
    expect(JSON.parse(dood('BewakingDodeBrievenUrl')[0]?.body ?? '')).toMatchObject({ taak: 'onbekend' });
  });

  it('of a partner keep group, deduplication id and attributes; the function refuses to work until it is enabled', async () => {
    const zaakId = hub.events.map(({ detail }) => (detail as { zaakId?: string }).zaakId).find(Boolean) ?? '';
    for (const nummer of [1, 2, 3]) {
      await legIn('Kanaal0907intosDodeBrievenUrl', `{"volgnummer":${nummer}}`, { ce_type: 'proef' }, zaakId);
    }
    const FunctionName = uitvoerVan(uitrol, 'HerstelFunctieNaam');
    const roepAan = () =>
      lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{"wachtrij":"0907/intos"}') }));
    await expect(roepAan()).rejects.toThrow('Rate Exceeded');
    expect(dood('Kanaal0907intosDodeBrievenUrl')).toHaveLength(3);

    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }));
    const { Payload } = await roepAan();
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual([
      { naam: '0907/intos', dodeBrieven: 3, verplaatst: 3, mislukt: 0, dubbel: 0, gelaten: {}, klaar: true },
    ]);
    const aangekomen = hub.hub
      .inspectQueue(uitvoerVan(uitrol, 'Kanaal0907intosUrl'))
      .filter(({ messageAttributes }) => messageAttributes['ce_type']?.StringValue === 'proef');
    expect(aangekomen.map(({ body }) => JSON.parse(body).volgnummer)).toEqual([1, 2, 3]);
    for (const { attributes, messageAttributes, body } of aangekomen) {
      expect(attributes).toMatchObject({ MessageGroupId: zaakId, MessageDeduplicationId: body });
      expect(messageAttributes['herstel']?.StringValue).toMatch(/^[0-9a-f-]{36} \d{4}-\d\d-\d\dT/);
    }
  });

  it('that came to a partner less than five minutes ago stay, because its queue would drop them', async () => {
    const [bericht] = await inWachtrij(hub.hub, '0907', 'taalschool');
    const zaakId = bericht?.bericht.data['zaakId'];
    expect(zaakId).toBeDefined();
    const client = new SQSClient(uitrol.clientConfig('sqs'));
    const QueueUrl = uitvoerVan(uitrol, 'Kanaal0907taalschoolUrl');
    for (let keer = 0; keer < 11; keer += 1) {
      await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, WaitTimeSeconds: 0 }));
    }
    const gestrand = () =>
      dood('Kanaal0907taalschoolDodeBrievenUrl').filter(
        ({ attributes }) => attributes['MessageGroupId'] === zaakId,
      );
    expect(gestrand()).toHaveLength(1);
    regels.length = 0;
    await verplaats('0907/taalschool');
    expect(regels.join('\n')).toContain('1 left: te vroeg');
    expect(gestrand()).toHaveLength(1);
  });
});
