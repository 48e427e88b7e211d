import { validate, version } from 'uuid';

/**
 * The moment in the id of a message that is a UUID of version 7 (RFC 9562 §5.7); undefined for any other id. Who makes such an id
 * once can send the message again, with the same moment in it.
 */
export const momentInId = (id: string): string | undefined =>
  validate(id) && version(id) === 7
    ? new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString()
    : undefined;
