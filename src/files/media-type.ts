/** What kind of file this is, by its first bytes; texts have none that tell more. */
export async function mediaTypeOf(head: Buffer): Promise<string> {
  const { fileTypeFromBuffer } = await import('file-type');
  const known = await fileTypeFromBuffer(head);
  if (known !== undefined) return known.mime;
  return isText(head) ? 'text/plain' : 'application/octet-stream';
}

const isText = (head: Buffer): boolean => !head.includes(0);
