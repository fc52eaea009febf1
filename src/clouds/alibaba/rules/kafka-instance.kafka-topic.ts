import { defineRule } from '../rule.ts';

/** Kafka-Instance → Kafka-Topic. */
export const kafkaInstanceToKafkaTopic = defineRule({
  settingName: 'rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic',
  primary: 'Kafka-Instance',
  associated: 'Kafka-Topic',
  calls: [
    'alikafka:CreateTopic',
    'alikafka:DeleteTopic',
    'alikafka:CreateInstance',
    'alikafka:DeleteInstance',
  ],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
});
