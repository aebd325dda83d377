import { randomBytes } from 'node:crypto';
import { folderStore } from '../folder-store.js';
import { takeOutAttachments } from '../take-out.js';

/** Makes records of 8 MB files without end, to be killed: prints each record once it is made. Folder. */
const [folder = ''] = process.argv.slice(2);
const store = folderStore(folder);
for (;;) {
  const value = { content: randomBytes(8_000_000).toString('base64') };
  const record = { raw: Buffer.alloc(0), position: '', value };
  const { raw } = await takeOutAttachments(
    record,
    [{ at: [], content: 'content', class: 'internal' }],
    store,
  );
  process.stdout.write(`${Buffer.from(raw).toString()}\n`);
}
