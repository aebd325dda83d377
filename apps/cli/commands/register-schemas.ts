import { Command } from 'commander';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { TOPIC_WORDS } from '#libs/model/topics.js';
import { print, printJson } from '../output.js';
import { readTexts, topicSchemaFile } from '#libs/contract/contract-files.js';
import { registryClient } from '#libs/contract/registry/registry-client.js';
import { registerSchemas } from '#libs/contract/registry/register.js';

interface Options {
  readonly registry: string;
  readonly prefix?: string;
  readonly json?: boolean;
}

/** For landlords who have a schema registry; Lintel needs none. */
export function registerCommand(): Command {
  return new Command('register')
    .description('tell a Confluent-compatible schema registry the schema of every topic')
    .requiredOption(
      '--registry <url>',
      'of its Confluent API; LINTEL_REGISTRY_USER, LINTEL_REGISTRY_PASSWORD',
    )
    .option('--prefix <word>', "the topics' prefix (LINTEL_PREFIX)")
    .option('--json', 'answer in JSON')
    .action(async ({ registry, prefix = process.env['LINTEL_PREFIX'], json }: Options) => {
      if (prefix === undefined || prefix === '')
        throw new ConfigError('prefix-missing', 'Which topics?', undefined, 'Set LINTEL_PREFIX or --prefix.');
      const files = await readTexts(join(process.cwd(), 'schemas'));
      const texts = TOPIC_WORDS.flatMap((topic) => {
        const text = files.get(topicSchemaFile(topic));
        return text === undefined ? [] : [[topic, text] as const];
      });
      const user = process.env['LINTEL_REGISTRY_USER'];
      const password = process.env['LINTEL_REGISTRY_PASSWORD'];
      const ask = registryClient({
        url: registry,
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
      });
      const registered = await registerSchemas(ask, prefix, new Map(texts));
      if (json) printJson({ registered });
      else for (const it of registered) print(`${it.known ? 'known' : 'new  '}  ${it.id}  ${it.subject}`);
    });
}
