import { defineRule } from '../rule.ts';

/** Kafka-Instance → Kafka-ConsumerGroup. */
export const kafkaInstanceToKafkaConsumerGroup = defineRule({
  settingName: 'rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup',
  primary: 'Kafka-Instance',
  associated: 'Kafka-ConsumerGroup',
  calls: [
    'alikafka:CreateConsumerGroup',
    'alikafka:DeleteConsumerGroup',
    'alikafka:CreateInstance',
    'alikafka:DeleteInstance',
  ],
  removesOnDetach: false,
  supportsExisting: true,
  rank: 0,
});
