import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  bindBus,
  bindDelivery,
  bindPartnerKanalen,
  bindPostponement,
  bindSecret,
  bindTable,
} from '../../constructs/bindings.ts';
import { Deliverer } from '../../constructs/deliverer.ts';
import { BUS_RIGHTS, TABLE_RIGHTS } from '../../constructs/rights.ts';
import { Watch } from '../../constructs/watch.ts';
import { bindWebhookSecret, certificateKeys, type Hub } from './hub.ts';

/** Makes the function that delivers at webhooks, and that sends herleveringen to the queues of partners. */
export const createDeliverer = (hub: Hub): Deliverer => {
  const { stack, context, data, table, baseUrl } = hub;
  const deliverer = new Deliverer(stack, 'Webhook', context);
  const { fn, queue } = deliverer;
  const { key, environment } = context;
  bindTable(fn, table, key, TABLE_RIGHTS.webhook);
  bindBus(fn, data.bus, BUS_RIGHTS.webhook);
  bindDelivery(fn, queue, key);
  bindPostponement(fn, queue, 'BEZORGING_WACHTRIJ_URL');
  bindPartnerKanalen(fn, queue, key, 'BEZORGING_WACHTRIJ_URL');
  bindWebhookSecret(fn, hub);
  fn.addEnvironment('HUB_BASIS_URL', baseUrl);
  const { certificaatGeheimArn } = environment.webhook ?? {};
  if (certificaatGeheimArn === undefined) return deliverer;
  const secret = Secret.fromSecretCompleteArn(stack, 'WebhookCertificaat', certificaatGeheimArn);
  bindSecret(fn, 'WEBHOOK_CERTIFICAAT_GEHEIM_ID', secret, ...certificateKeys(hub));
  return deliverer;
};

/** Makes the watch: it offers again what was left lying, and measures how long anything waits. */
export const createWatch = ({ stack, context, data, table }: Hub, deliverer: Deliverer): Watch => {
  const watch = new Watch(stack, 'Bewaking', context);
  const { fn } = watch;
  bindTable(fn, table, context.key, TABLE_RIGHTS.bewaking);
  bindBus(fn, data.bus, BUS_RIGHTS.bewaking);
  bindDelivery(fn, deliverer.queue, context.key);
  const { alarmNaDagen, stilteDagen } = context.environment;
  fn.addEnvironment('WACHT_ALARM_NA', `P${alarmNaDagen.wachtend}D`);
  fn.addEnvironment('PARTNER_ALARM_NA', `P${alarmNaDagen.partner}D`);
  const silence = Object.entries(stilteDagen).map(([source, days]) => [source, `P${days}D`]);
  fn.addEnvironment('STILTE_ALARM_NA', JSON.stringify(Object.fromEntries(silence)));
  return watch;
};
