/** After the last test, also when one failed. After a `kill -9` of Jest the tether of each service ends it instead. */
export default async function stopServices() {
  await globalThis.stopLintelTestServices?.();
}
