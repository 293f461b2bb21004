import type { Deps } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import type { Message, MessageQuery } from './model.ts';
import { messageRecords } from './record.ts';
import { type MessageRow, messageTable } from './repository.ts';

/** The messages of a thread, of an account, or of all, newest first. */
export function listMessages(deps: Deps, { accountId, threadId, ...paging }: MessageQuery): Listing<Message> {
  const filtered = () => {
    const messages = deps.trx('messages');
    if (accountId !== undefined) messages.where('messages.account_id', accountId);
    if (threadId !== undefined) messages.where('messages.thread_id', threadId);
    return messages;
  };
  return listing<MessageRow, Message>(deps, {
    filtered,
    columns: messageTable.select('messages'),
    table: 'messages',
    sort: { column: 'at' },
    descending: true,
    paging,
    finish: (rows) => messageRecords(deps, rows),
  });
}
