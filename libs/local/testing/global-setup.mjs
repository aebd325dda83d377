import { fileURLToPath } from 'node:url';
import { hooks } from './typescript-hooks.mjs';

/** Jest runs this in plain Node, without its transforms, once before the first test; nothing heavy starts until a spec asks. */
export default async function startServices() {
  try {
    const { offerServices } = await import('./offer-services.ts');
    const services = await offerServices(fileURLToPath(new URL('../../../', import.meta.url)));
    process.env.LINTEL_TEST_SERVICES = services.url;
    globalThis.stopLintelTestServices = services.stop;
  } finally {
    hooks.deregister();
  }
}
