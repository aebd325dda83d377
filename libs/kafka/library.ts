import kafkajs from 'kafkajs';

/**
 * The values of kafkajs. It is CommonJS, and Node finds only the first few of its names when it is imported by name: a test that runs
 * as CommonJS would not notice.
 */
export const { ConfigResourceTypes, KafkaJSAggregateError } = kafkajs;
