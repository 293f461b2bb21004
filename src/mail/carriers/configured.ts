import type { Configuration } from '../../config.ts';
import { parseServer } from '../server.ts';
import type { Carrier } from './carrier.ts';

/** Whether there is a way to deliver mails. */
export const canDeliver = (configuration: Configuration): boolean =>
  configuration['mail-folder'].value !== '' || configuration['smtp-url'].value !== '';

/** What the configuration says mails are delivered by: a folder before a server; undefined where there is neither. */
export async function configuredCarrier(configuration: Configuration): Promise<Carrier | undefined> {
  const folder = configuration['mail-folder'].value;
  if (folder !== '') return (await import('./folder.ts')).folderCarrier(folder);
  const server = parseServer(configuration['smtp-url'].value);
  if (server === undefined) return undefined;
  return (await import('./smtp.ts')).smtpCarrier(server, { tls: configuration['smtp-tls'].value });
}
