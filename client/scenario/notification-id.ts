import { v5 } from 'uuid';

const NAMESPACE = 'b3a1f0f2-6f0e-5d1c-9c54-4a8f6f6d8e21';

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
};

/** The `berichtId` of a notification of DUO. The same content has the same id, so that a second replay repeats the notification. */
export const notificationId = (notificatie: Readonly<Record<string, unknown>>): string =>
  v5(JSON.stringify(canonical(notificatie)), NAMESPACE);
